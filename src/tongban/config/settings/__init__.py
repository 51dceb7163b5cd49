"""Django's settings, put together from one part per concern. What can be set by an operator is read in config/env.py."""

from tongban.config.settings.apps import *
from tongban.config.settings.core import *
from tongban.config.settings.login import *
from tongban.config.settings.logs import *
from tongban.config.settings.portal import *
from tongban.config.settings.product import *
from tongban.config.settings.security import *
