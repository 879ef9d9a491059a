"""Citation bundles: a zip that compiles, can be cited from and checked offline."""
