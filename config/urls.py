"""Every address of the product."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

from claims.api.urls import router as claims_router
from config.api.documents import DocumentViewSet
from config.api.errors import not_found
from config.api.root import RootView
from config.views import healthz, home
from sources.api.urls import routes as sources_routes

api: list[URLPattern | URLResolver] = [
    path("", RootView.as_view(), name="api-root"),
    path("", include(sources_routes(DocumentViewSet).urls)),
    path("", include(claims_router.urls)),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", SpectacularSwaggerView.as_view(url_name="schema"), name="docs"),
]

urlpatterns = [
    path("", home, name="home"),
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("api/v1/", include(api)),
    # Also where a newline stands in the address.
    re_path(r"^api/(?P<path>[\s\S]*)\Z", not_found),
]
