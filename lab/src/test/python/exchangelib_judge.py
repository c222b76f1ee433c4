"""Debian's exchangelib against the lab's EWS.

Reads one JSON object from stdin (url, mailbox, and token or user and password), does what a client of EWS does, and
prints one JSON object with what it saw. An assertion that fails ends it with a traceback. The lab's CA is trusted
through REQUESTS_CA_BUNDLE.
"""
import json
import sys
import threading
import time

from exchangelib import IMPERSONATION, Account, Configuration, Credentials, ExtendedProperty, Folder, Identity, Message
from exchangelib.credentials import OAuth2AuthorizationCodeCredentials
from exchangelib.errors import ErrorItemNotFound
from exchangelib.properties import NewMailEvent
from exchangelib.transport import BASIC, OAUTH2
from oauthlib.oauth2 import OAuth2Token


class MessageFlags(ExtendedProperty):
    property_tag = 0x0E07
    property_type = "Integer"


class Note(ExtendedProperty):
    property_set_id = "c11ff724-aa03-4555-9952-8fa248a11c3e"
    property_name = "postern-judge"
    property_type = "String"


Message.register("flags_value", MessageFlags)
Message.register("judge_note", Note)


def account(given):
    who = Identity(primary_smtp_address=given["mailbox"])
    if "token" in given:
        token = OAuth2Token({"access_token": given["token"], "token_type": "Bearer", "expires_in": 3000})
        credentials, kind = OAuth2AuthorizationCodeCredentials(access_token=token, identity=who), OAUTH2
    else:
        credentials, kind = Credentials(given["user"], given["password"]), BASIC
    config = Configuration(service_endpoint=given["url"], credentials=credentials, auth_type=kind, max_connections=4)
    return Account(primary_smtp_address=given["mailbox"], config=config, autodiscover=False, access_type=IMPERSONATION)


def mime(subject):
    return (
        f"From: Dora <dora@elsewhere.example>\r\nTo: ann@judged.example\r\nSubject: {subject}\r\n"
        f"Message-ID: <{subject}@judge.example>\r\nDate: Sun, 1 Mar 2026 08:00:00 +0000\r\n\r\nHello\r\n"
    ).encode()


def sync(folder, **options):
    return list(folder.sync_items(only_fields=["subject", "is_read"], **options))


def folders(box, seen):
    seen["tree"] = sorted(f.absolute for f in box.msg_folder_root.walk())
    seen["hierarchy"] = sorted(f.name for kind, f in box.msg_folder_root.sync_hierarchy() if kind == "create")
    made = Folder(parent=box.msg_folder_root, name="Judged")
    made.save()
    made.name = "Judged again"
    made.save(update_fields=["name"])
    changes = [(kind, getattr(f, "name", None)) for kind, f in box.msg_folder_root.sync_hierarchy()]
    assert changes == [("create", "Judged again")], changes
    inner = Folder(parent=made, name="Inner")
    inner.save()
    inner.delete()
    changes = [kind for kind, _ in box.msg_folder_root.sync_hierarchy()]
    assert changes == ["update"] or changes == [], changes
    return made


def reading(box, seen):
    changes = sync(box.inbox, max_changes_returned=7)
    assert {kind for kind, _ in changes} == {"create"}, changes
    seen["synced"] = len(changes)
    assert sync(box.inbox) == []
    seen["mime"] = {
        m.subject: m.mime_content.hex() for m in box.inbox.all().only("subject", "mime_content").order_by("subject")
    }
    some = box.inbox.filter(subject="Message 7")
    assert some.count() == 1
    seen["unread"] = box.inbox.filter(is_read=False).count()
    whole = some.get()
    seen["from"] = whole.sender.email_address
    seen["body"] = str(whole.body)
    seen["attachments"] = [a.name for a in whole.attachments]
    seen["page"] = len(list(box.inbox.all().order_by("-datetime_received").only("subject")[5:10]))
    seen["resolved"] = [m.email_address for m in box.protocol.resolve_names(["ann"])]


def changing(box, made):
    draft = Message(account=box, folder=made, mime_content=mime("draft"), judge_note="kept")
    draft.save()
    received = Message(account=box, folder=made, mime_content=mime("received"), flags_value=1, is_read=True)
    received.save()
    found = {m.subject: m for m in made.all().only("subject", "is_draft", "is_read", "judge_note", "mime_content")}
    assert found["draft"].is_draft and not found["received"].is_draft, found
    assert found["received"].is_read and found["draft"].judge_note == "kept", found
    assert found["received"].mime_content == mime("received")
    composed = Message(account=box, folder=made, subject="Composed ü", body="text", to_recipients=["ben@judged.example"])
    composed.save()

    assert len(sync(made)) == 3
    item = made.get(subject="received")
    item.is_read = False
    item.save(update_fields=["is_read"])
    changes = sync(made)
    assert [kind for kind, _ in changes] == ["read_flag_change"], changes
    item.categories = ["Red", "Blue"]
    item.importance = "High"
    item.save(update_fields=["categories", "importance"])
    assert [kind for kind, _ in sync(made)] == ["update"]
    item = made.get(subject="received")
    assert item.categories == ["Red", "Blue"] and item.importance == "High", item

    before = item.id
    copy = item.copy(to_folder=box.sent)
    assert copy is not None
    item.move(to_folder=box.trash)
    assert item.id != before
    assert box.trash.filter(subject="received").count() == 1
    changes = sync(made)
    assert [(kind, i.id) for kind, i in changes] == [("delete", before)], changes
    try:
        next(iter(box.fetch(ids=[(before, None)])))
        gone = next(iter(box.fetch(ids=[(before, None)])))
        assert isinstance(gone, ErrorItemNotFound), gone
    except ErrorItemNotFound:
        pass
    made.get(subject="draft").soft_delete()
    made.get(subject__contains="Composed").move_to_trash()
    item.delete()
    assert made.all().count() == 0


def exporting(box, made):
    item = box.inbox.get(subject="Message 7")
    data = box.export([item])
    assert isinstance(data[0], str) and data[0], data
    uploaded = box.upload([(made, data[0])])
    again = next(iter(box.fetch(ids=[uploaded[0]])))
    assert again.mime_content == item.mime_content
    assert again.is_read == item.is_read and again.datetime_received == item.datetime_received
    updated = box.upload([(made, (uploaded[0], False, box.export([box.inbox.get(subject="Message 8")])[0]))])
    assert updated[0][0] == uploaded[0][0], updated
    assert made.get().subject == "Message 8"


def streaming(box, given):
    subscription = box.inbox.subscribe_to_streaming()
    heard = []

    def listen():
        for notification in box.inbox.get_streaming_events(subscription, connection_timeout=1):
            heard.extend(e for e in notification.events if isinstance(e, NewMailEvent))
            if heard:
                return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    # What comes before the connection stands is not told, and nobody says when it does.
    for _ in range(20):
        time.sleep(0.5)
        if heard:
            break
        Message(account=box, folder=box.inbox, mime_content=mime("news"), flags_value=0).save()
    listener.join(20)
    assert heard, "no notification came"
    assert next(iter(box.fetch(ids=[heard[0].item_id]))).subject == "news"
    box.inbox.unsubscribe(subscription)


def main():
    given = json.load(sys.stdin)
    box = account(given)
    seen = {}
    if given.get("only") == "sign-in":
        seen["inbox"] = box.inbox.total_count
    else:
        made = folders(box, seen)
        reading(box, seen)
        changing(box, made)
        exporting(box, made)
        streaming(box, given)
        box.inbox.filter(subject="news").delete()
        made.delete()
    seen["version"] = str(box.version.build)
    box.protocol.close()
    print(json.dumps(seen))


main()
