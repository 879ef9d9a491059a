"""Citations as they are printed: found in a text's notes and bibliography, told apart, read as far as they say what they mean. Pure."""
