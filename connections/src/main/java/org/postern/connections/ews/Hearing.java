package org.postern.connections.ews;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.postern.connections.ChangeNotices.Listener;
import org.postern.mail.FolderId;

/// Reads notifications, one envelope after the other, and tells a listener which folders they are about.
final class Hearing implements Responses.Payload {
    private static final Set<String> FOLDERS = Set.of("ParentFolderId", "OldParentFolderId", "FolderId", "OldFolderId");

    private final Listener listener;
    private final Set<FolderId> folders = new HashSet<>();
    private boolean begun;
    private boolean closed;

    Hearing(Listener listener) {
        this.listener = listener;
    }

    /// What the envelope says of the connection; good while it goes on.
    Status take(byte[] envelope, int httpStatus) throws IOException, InterruptedException {
        folders.clear();
        Attempt attempt;
        try (SoapReader soap = new SoapReader(new ByteArrayInputStream(envelope))) {
            attempt = Responses.read(soap, httpStatus, this);
        }
        Status status = switch (attempt) {
            case Attempt.Answered(var statuses) ->
                statuses.stream().filter(one -> !one.good()).findFirst().orElse(statuses.getFirst());
            case Attempt.Fault(int _, Status said) -> said;
            case Attempt.Refused _, Attempt.Unsent _, Attempt.Lost _ ->
                throw new MalformedSoapException("the notification says nothing");
        };
        tell(status);
        return status;
    }

    private void tell(Status status) {
        if (status.good() && !begun) {
            begun = true;
            listener.begun();
        }
        if (!folders.isEmpty()) {
            listener.changed(Set.copyOf(folders));
        }
    }

    boolean closed() {
        return closed;
    }

    @Override
    public void take(int index, String name, SoapReader xml) throws IOException, InterruptedException {
        switch (name) {
            case "ConnectionStatus" -> closed = xml.text().equals("Closed");
            case "Notifications" -> xml.children(_ -> xml.children(event -> event(event, xml)));
            default -> {}
        }
    }

    /// Of an event only where it happened counts: what happened is for the change feeds to say.
    private void event(String name, SoapReader xml) throws IOException, InterruptedException {
        if (name.endsWith("Event") && !name.equals("StatusEvent")) {
            xml.children(part -> {
                if (FOLDERS.contains(part)) {
                    folders.add(Ids.folder(xml.attribute("Id")));
                }
            });
        }
    }
}
