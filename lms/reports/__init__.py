"""Figures over all apps: indicators and exports. Reads every app and owns no table."""
