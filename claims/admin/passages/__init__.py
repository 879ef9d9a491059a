"""The pages of passages: words looked for, pinned, and shown with what rests on them."""
