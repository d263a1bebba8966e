"""A person's permissions follow from the roles they hold; there is no second list to keep in step.

Django's groups stay free for an office's own use. A permission from a role says *what* one may do;
*where* is always asked of a queryset (``.visible_to``, ``.managed_by``).
"""

from __future__ import annotations

from django.contrib.auth.backends import BaseBackend
from django.db.models import Model

from yangguang.offices.models import Person
from yangguang.offices.roles import permissions_of


class RoleBackend(BaseBackend):
    """Grants what :mod:`yangguang.offices.roles` declares for the person's roles."""

    def get_all_permissions(self, user_obj: object, obj: Model | None = None) -> set[str]:
        if not isinstance(user_obj, Person) or not user_obj.is_active or obj is not None:
            return set()
        return {name for role in user_obj.roles for name in permissions_of(role)}

    def has_perm(self, user_obj: object, perm: str, obj: Model | None = None) -> bool:
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: object, app_label: str) -> bool:
        return any(name.startswith(f"{app_label}.") for name in self.get_all_permissions(user_obj))
