package org.postern.protect.explode;

import java.util.List;
import org.postern.protect.engine.StructType;
import org.postern.protect.engine.Type;
import org.postern.protect.model.Types;

/// What rules may ask of a calendar: as `file.explode` tells it, and as `beta.file.parse_ics` does.
final class CalendarTypes {
    private static final Type TEXT = Type.Scalar.TEXT;

    private static final StructType PARTICIPANT = StructType.named("participant", Calendar.Property.class)
            .field("mailbox", Types.PERSON.type(), Calendar.Property::person)
            .build();

    private static final StructType ATTACHED = StructType.named("calendar attachment", Calendar.Property.class)
            .field("type", TEXT, property -> property.parameter("FMTTYPE").orElse(null))
            .text("uri", Calendar.Property::value)
            .build();

    private static final StructType COMPONENT = StructType.named("calendar component", Calendar.Component.class)
            .text("type", Calendar.Component::type)
            .text("uid", component -> component.text("UID"))
            .text("summary", component -> component.text("SUMMARY"))
            .text("description", component -> component.text("DESCRIPTION"))
            .field("attachments", Type.listOf(ATTACHED.type()), component -> component.all("ATTACH"))
            .field("attendees", Type.listOf(PARTICIPANT.type()), component -> component.all("ATTENDEE"))
            .field("organizers", Type.listOf(PARTICIPANT.type()), component -> component.all("ORGANIZER"))
            .build();

    private static final StructType CALENDAR = StructType.named("calendar", Calendar.class)
            .field("components", Type.listOf(COMPONENT.type()), Calendar::components)
            .build();

    static final StructType ICS = StructType.named("ics", Calendar.class)
            .field("calendars", Type.listOf(CALENDAR.type()), List::of)
            .build();

    private static final StructType RAW = StructType.named("calendar property", Calendar.Property.class)
            .text("key", Calendar.Property::name)
            .text("value", Calendar.Property::value)
            .build();

    private static final StructType EVENT = StructType.named("event", Calendar.Component.class)
            .text("summary", component -> component.text("SUMMARY"))
            .text("description", component -> component.text("DESCRIPTION"))
            .text("description_html", Calendar.Component::descriptionHtml)
            .field("raw_properties", Type.listOf(RAW.type()), Calendar.Component::properties)
            .field("links", Type.listOf(Types.LINK.type()), Calendar.Component::links)
            .build();

    static final StructType PARSED = StructType.named("calendar", Calendar.class)
            .text("product_id", calendar -> calendar.text("PRODID"))
            .text("scale", calendar -> calendar.text("CALSCALE"))
            .field("events", Type.listOf(EVENT.type()), Calendar::events)
            .build();

    private CalendarTypes() {}
}
