"""A site on one's own machine: no configuration needed, and not safe to publish."""

from .base import *
from .base import STATIC_ROOT, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="development only, never use this key on a public site")
ALLOWED_HOSTS = ["*"]

# Files come straight from their folders; WhiteNoise would warn that nothing was collected yet.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
