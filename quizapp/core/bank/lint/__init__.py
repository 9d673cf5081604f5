"""The item-writing rules, one function each. They judge what was read; they refuse no file."""
