"""The two kinds of fault that a person can mend."""


class OnrecordError(Exception):
    """Something is wrong that the reader of the message can mend; the message says how."""


class InputError(OnrecordError):
    """What was handed in can't be used; what was handed in beside it is not affected."""
