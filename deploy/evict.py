"""Members that died without leaving: takes them out of their group."""

from kafka.admin import KafkaAdminClient, MemberToRemove


def evict_members(address: str, group: str) -> int:
    """Remove every member of the group; how many there were. A living member joins again by itself.

    For the embedded broker, which never misses a member that died: its group would wait for it for ever. Call it
    before starting the only worker of a group again. Apache Kafka needs it only to save the session timeout.
    """
    admin = KafkaAdminClient(bootstrap_servers=address)
    try:
        members = admin.describe_groups([group])[group]["members"]
        if members:
            admin.remove_group_members(
                group, [MemberToRemove(member_id=each["member_id"]) for each in members]
            )
        return len(members)
    finally:
        admin.close()
