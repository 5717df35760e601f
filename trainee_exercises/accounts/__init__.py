"""Who may enter: users and their passwords, sign-ins, and limits on tries."""

from trainee_exercises.accounts.problems import AccountError, TooManyTriesError
from trainee_exercises.accounts.users import NewUser, Role, User

__all__ = ["AccountError", "NewUser", "Role", "TooManyTriesError", "User"]
