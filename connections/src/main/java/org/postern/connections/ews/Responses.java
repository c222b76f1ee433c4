package org.postern.connections.ews;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.connections.wire.Answer;

/// Reads the SOAP envelope of an answer: the status of each response message, and what it brings, as it arrives.
final class Responses {
    private static final Duration LONGEST = Duration.ofHours(1);

    /// Takes what a response message brings beside its status.
    interface Payload {
        /// Looks at the answer's headers first, where it likes.
        default void answered(Answer answer) {}

        /// @param index of the response message, from 0
        /// @param name of an element whose start the reader is at, such as `Items`
        void take(int index, String name, SoapReader xml) throws IOException, InterruptedException;
    }

    private final SoapReader xml;
    private final Payload payload;
    private final int httpStatus;
    private final List<Status> statuses = new ArrayList<>();
    private Attempt.@Nullable Fault fault;

    private Responses(SoapReader xml, Payload payload, int httpStatus) {
        this.xml = xml;
        this.payload = payload;
        this.httpStatus = httpStatus;
    }

    static Attempt read(SoapReader xml, int httpStatus, Payload payload) throws IOException, InterruptedException {
        if (!xml.name().equals("Envelope")) {
            throw new MalformedSoapException("the answer is no SOAP envelope but " + xml.name());
        }
        Responses reading = new Responses(xml, payload, httpStatus);
        xml.children(part -> {
            if (part.equals("Body")) {
                xml.children(reading::body);
            }
        });
        if (reading.fault != null) {
            return reading.fault;
        }
        if (reading.statuses.isEmpty()) {
            throw new MalformedSoapException("the answer holds no response message");
        }
        return new Attempt.Answered(List.copyOf(reading.statuses));
    }

    private void body(String name) throws IOException, InterruptedException {
        if (name.equals("Fault")) {
            fault = fault();
            return;
        }
        xml.children(part -> {
            if (part.equals("ResponseMessages")) {
                xml.children(_ -> message());
            }
        });
    }

    /// MS-OXWSCDATA 2.2.4.67: the status comes before what the message brings.
    private void message() throws IOException, InterruptedException {
        StatusReader status = new StatusReader(xml.attribute("ResponseClass").equals("Success"));
        int index = statuses.size();
        xml.children(part -> {
            if (!status.took(part)) {
                payload.take(index, part, xml);
            }
        });
        statuses.add(status.toStatus());
    }

    private Attempt.Fault fault() throws IOException, InterruptedException {
        StatusReader status = new StatusReader(false);
        xml.children(part -> {
            switch (part) {
                case "faultstring" -> status.text = xml.text();
                case "detail" -> xml.children(status::took);
                default -> {}
            }
        });
        return new Attempt.Fault(httpStatus, status.toStatus());
    }

    /// Gathers a status from its elements, in whatever order they come.
    private final class StatusReader {
        private String code;
        private String text = "";
        private @Nullable Duration backOff;

        StatusReader(boolean success) {
            this.code = success ? Status.NO_ERROR : "";
        }

        boolean took(String part) throws IOException, InterruptedException {
            switch (part) {
                case "ResponseCode" -> code = xml.text();
                case "MessageText", "Message" -> text = shortened(xml.text());
                case "MessageXml" -> xml.children(_ -> value());
                case "DescriptiveLinkKey" -> {}
                default -> {
                    return false;
                }
            }
            return true;
        }

        /// `<t:Value Name="BackOffMilliseconds">297749</t:Value>`.
        private void value() throws IOException {
            if (xml.attribute("Name").equals("BackOffMilliseconds")) {
                try {
                    Duration said = Duration.ofMillis(Math.max(0, Long.parseLong(xml.text())));
                    backOff = said.compareTo(LONGEST) > 0 ? LONGEST : said;
                } catch (NumberFormatException e) {
                    backOff = null; // Then it says nothing.
                }
            }
        }

        private static String shortened(String text) {
            String plain = text.replaceAll("\\p{Cntrl}", " ");
            return plain.length() > 300 ? plain.substring(0, 300) + "…" : plain;
        }

        Status toStatus() {
            return new Status(code, text, backOff);
        }
    }
}
