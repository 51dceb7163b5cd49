"""Password hashing within the memory of a small machine."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class TunedArgon2(Argon2PasswordHasher):
    """argon2id with 19 MiB, two passes, one lane: the low-memory parameters that OWASP names; some 30 ms a login."""

    time_cost = 2
    memory_cost = 19_456
    parallelism = 1
