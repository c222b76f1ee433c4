package org.postern.lab.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Mail in the shape of signed mail (RFC 1847): S/MIME and OpenPGP, whose bytes nobody may change on the way.
///
/// The signatures are of the right form and size, and sign nothing: no key stands behind them.
final class SignedLetters {
    private final Scribe scribe;
    private final Phrasebook book = Phrasebook.load("project");

    SignedLetters(Scribe scribe) {
        this.scribe = scribe;
    }

    void write(int count) {
        for (int i = 0; i < count; i++) {
            Instant when = scribe.workingTime(scribe.company().staff().getFirst());
            Person writer = scribe.pick(scribe.chance(50) ? scribe.company().contacts() : scribe.colleagues(100, when));
            Person reader = scribe.pick(scribe.colleagues(100, when, writer));
            Map<String, String> facts = scribe.facts(when);
            facts.put("from", writer.firstName());
            facts.put("to", reader.firstName());
            Letter letter = Letter.from(writer, when)
                    .to(List.of(reader))
                    .subject(book.write("subject", facts, scribe.random()))
                    .dated(scribe.messageId(writer));
            String text = Stationery.wrap(book.write("answer", facts, scribe.random()));
            Body words = Body.plain(text, StandardCharsets.UTF_8, Encoding.QUOTED_PRINTABLE);
            scribe.post().send(letter, i % 2 == 0 ? smime(words) : openPgp(words), Topic.PROJECT);
        }
    }

    private Body smime(Body words) {
        byte[] signature = new byte[1500 + scribe.random().nextInt(800)];
        scribe.random().nextBytes(signature);
        byte[] sequence = {0x30, (byte) 0x82, (byte) ((signature.length - 4) >> 8), (byte) (signature.length - 4)};
        System.arraycopy(sequence, 0, signature, 0, sequence.length); // a DER SEQUENCE, as PKCS#7 is
        Body part = Body.encoded(
                "application/pkcs7-signature; name=\"smime.p7s\"",
                HeaderText.field("Content-Disposition", "attachment; filename=\"smime.p7s\""),
                signature,
                Encoding.BASE64_76);
        return Body.multipart(
                "signed",
                scribe.boundary(),
                "; protocol=\"application/pkcs7-signature\"; micalg=sha-256",
                List.of(words, part));
    }

    private Body openPgp(Body words) {
        byte[] packet = new byte[300];
        scribe.random().nextBytes(packet);
        String armour = "-----BEGIN PGP SIGNATURE-----\r\n\r\n"
                + new String(Encoding.BASE64_60.encode(packet), StandardCharsets.US_ASCII)
                + "-----END PGP SIGNATURE-----\r\n";
        Body part = Body.encoded(
                "application/pgp-signature; name=\"signature.asc\"",
                "",
                armour.getBytes(StandardCharsets.US_ASCII),
                Encoding.SEVEN_BIT);
        return Body.multipart(
                "signed",
                scribe.boundary(),
                "; protocol=\"application/pgp-signature\"; micalg=pgp-sha512",
                List.of(words, part));
    }
}
