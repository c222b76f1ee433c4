package org.postern.lab.ews;

/// Writes the response messages of one operation.
final class Responses {
    private final Xml xml;
    private final EwsCall call;
    private final String element;

    Responses(Xml xml, EwsCall call) {
        this.xml = xml;
        this.call = call;
        this.element = "m:" + call.operation().name() + "ResponseMessage";
    }

    /// What a message holds behind its response code.
    interface Content {
        void write(Xml xml);
    }

    /// Adds a message; one that fails says why and nothing else.
    void add(Content content) {
        add(content, _ -> {});
    }

    /// Adds a message; `rest` is what the schema demands of one that fails.
    void add(Content content, Content rest) {
        Xml.Mark before = xml.mark();
        try {
            if (call.inner().isPresent()) {
                throw call.inner().get();
            }
            xml.open(element, "ResponseClass", "Success").leaf("m:ResponseCode", "NoError");
            content.write(xml);
            xml.close();
        } catch (EwsFailure failure) {
            if (failure.isWhole()) {
                throw failure;
            }
            xml.back(before);
            fail(failure, rest);
        }
    }

    /// Adds a message that did what was asked and has something to say about it.
    void warn(String code, String text, Content content) {
        xml.open(element, "ResponseClass", "Warning")
                .leaf("m:MessageText", text)
                .leaf("m:ResponseCode", code)
                .leaf("m:DescriptiveLinkKey", 0);
        content.write(xml);
        xml.close();
    }

    private void fail(EwsFailure failure, Content rest) {
        xml.open(element, "ResponseClass", "Error")
                .leaf("m:MessageText", failure.text())
                .leaf("m:ResponseCode", failure.code())
                .leaf("m:DescriptiveLinkKey", 0);
        failure.backOffMilliseconds().ifPresent(wait -> {
            xml.open("m:MessageXml");
            xml.leaf("t:Value", Long.toString(wait), "Name", "BackOffMilliseconds")
                    .close();
        });
        rest.write(xml);
        xml.close();
    }
}
