package org.postern.lab.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
    private static FileKind kind(String name, String head) {
        return FileKind.of(name, head.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "1.eml, 'no header at all'",
        "0001.bfc8d64d12b325ff385cca8d07b84288, 'Return-Path: <a@b.example>'",
        "1276533073.M242911P3632.kurkku;2;FP, 'From: a@b.example'",
        "17, 'Received: from x'",
        "note.txt, 'just text'",
        "strange, ' From: with a space before it'",
        "mail.json, 'Subject: a message called .json'",
        "part.bin, 'MIME-Version: 1.0'",
        "x.eml, 'From ann@a.example Fri Aug  5 10:57:20 2016'"
    })
    void whatMayBeMailIsTaken(String name, String head) {
        assertThat(kind(name, head + "\n\nbody\n")).isEqualTo(new FileKind.OneMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "a.json, '{\"subject\": 1}'",
        "README.md, '# Title'",
        "LICENSE, 'Apache'",
        "p.png, '\u0089PNG\r\n'",
        "wrongly-named.eml, '%PDF-1.7'",
        "x.msf, '// <!-- <mdb:mork:z v=\"1.4\"/> -->'",
        "dovecot-uidlist, '3 V1 N2'",
        "smime.cfg, '[PrivateKey]'",
        "page.html, '<p>From: me</p>'"
    })
    void whatIsEvidentlySomethingElseIsNot(String name, String head) {
        assertThat(kind(name, head)).isInstanceOf(FileKind.Other.class);
    }

    @Test
    void outlookFilesAndEmptyOnesSayWhy() {
        assertThat(kind("a.msg", "\u00d0\u00cf\u0011\u00e0rest"))
                .isEqualTo(new FileKind.Other("Outlook's own format (.msg), not MIME"));
        assertThat(kind("a.eml", "")).isEqualTo(new FileKind.Other("empty file"));
    }

    @Test
    void separatorsAndLengthsMakeContainers() {
        assertThat(kind("Inbox", "From - Sat Jan 23 2016\nSubject: x\n")).isEqualTo(new FileKind.Mbox());
        assertThat(kind("1.emlx", "1234      \nSubject: x\n")).isEqualTo(new FileKind.Emlx());
    }
}
