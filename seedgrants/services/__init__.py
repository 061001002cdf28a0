"""Everything that writes, one module a step of the chain."""
