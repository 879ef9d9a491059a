"""Files that the lists take and give: claims in and out, and bundles."""
