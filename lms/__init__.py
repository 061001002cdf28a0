"""The training home: project package and the apps that hold people's records."""
