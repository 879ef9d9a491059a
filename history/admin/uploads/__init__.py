"""Files that come in through the admin: held, looked through, then brought in exactly as was shown."""
