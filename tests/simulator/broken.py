"""What a schedule ends with when a promise was not kept."""


class Broken(AssertionError):
    pass
