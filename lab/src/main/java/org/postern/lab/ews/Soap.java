package org.postern.lab.ews;

import java.util.Optional;
import java.util.function.Consumer;

/// A request's envelope, and the envelopes of answers (SOAP 1.1).
///
/// @param operation the only child of the body
record Soap(Optional<Element> impersonation, Element operation) {
    private static final String SOAP = "http://schemas.xmlsoap.org/soap/envelope/";
    private static final String MESSAGES = "http://schemas.microsoft.com/exchange/services/2006/messages";
    private static final String TYPES = "http://schemas.microsoft.com/exchange/services/2006/types";
    private static final String ERRORS = "http://schemas.microsoft.com/exchange/services/2006/errors";
    private static final String SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";

    static Soap read(byte[] bytes) {
        Element envelope = ElementReader.read(bytes);
        if (!envelope.name().equals("Envelope")) {
            throw EwsFailure.schema("The root must be a SOAP Envelope, not '" + envelope.name() + "'.");
        }
        Optional<Element> header = envelope.child("Header");
        header.flatMap(fields -> fields.child("RequestServerVersion")).ifPresent(Soap::checkVersion);
        return new Soap(
                header.flatMap(fields -> fields.child("ExchangeImpersonation")),
                envelope.needs("Body").only());
    }

    private static void checkVersion(Element version) {
        if (!version.needsAttribute("Version").matches("Exchange20(07|10|13|15|16)(_SP\\d)?|V20\\d\\d_\\d\\d_\\d\\d")) {
            throw EwsFailure.of("ErrorInvalidServerVersion", "The specified server version is invalid.")
                    .whole();
        }
    }

    /// A whole answer around a body.
    static Xml envelope(Consumer<Xml> body) {
        Xml xml = new Xml().raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        xml.open("s:Envelope", "xmlns:s", SOAP, "xmlns:t", TYPES, "xmlns:m", MESSAGES, "xmlns:xsi", SCHEMA_INSTANCE);
        xml.open("s:Header")
                .empty(
                        "t:ServerVersionInfo",
                        "MajorVersion",
                        "15",
                        "MinorVersion",
                        "20",
                        "MajorBuildNumber",
                        "9160",
                        "MinorBuildNumber",
                        "15",
                        "Version",
                        "V2018_01_08")
                .close();
        xml.open("s:Body");
        body.accept(xml);
        return xml.close().close();
    }

    /// The answer to an operation, around its response messages.
    static Xml answer(String operation, Consumer<Xml> messages) {
        return envelope(xml -> {
            xml.open("m:" + operation + "Response").open("m:ResponseMessages");
            messages.accept(xml);
            xml.close().close();
        });
    }

    static Xml fault(EwsFailure failure) {
        return envelope(xml -> {
            xml.open("s:Fault")
                    .leaf("faultcode", "t:" + failure.code())
                    .leaf("faultstring", failure.text(), "xml:lang", "en-US")
                    .open("detail")
                    .leaf("e:ResponseCode", failure.code(), "xmlns:e", ERRORS)
                    .leaf("e:Message", failure.text(), "xmlns:e", ERRORS);
            failure.backOffMilliseconds().ifPresent(wait -> {
                xml.open("t:MessageXml");
                xml.leaf("t:Value", Long.toString(wait), "Name", "BackOffMilliseconds")
                        .close();
            });
            xml.close().close();
        });
    }
}
