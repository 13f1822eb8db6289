"""Members that died without leaving: takes them out of their group."""

from connectors.broker import open_admin, remove_members


def evict_members(address: str, group: str) -> int:
    """Remove every member of the group; how many there were. A living member joins again by itself.

    For the embedded broker, which never misses a member that died: its group would wait for it for ever. Call it
    before starting the only worker of a group again. Apache Kafka needs it only to save the session timeout.
    """
    admin = open_admin(address)
    try:
        return remove_members(admin, group)
    finally:
        admin.close()
