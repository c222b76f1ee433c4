package org.postern.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How address fields are read: RFC 5322's own examples, obsolete syntax, and junk.
final class EmailAddressTest {
    /// `expected` is name/local/domain, several separated by `+`.
    @ParameterizedTest
    @CsvSource(delimiter = '^', quoteCharacter = '`', textBlock = """
        a@b.example ^ /a/b.example
        <a@b.example> ^ /a/b.example
        John Doe <jdoe@machine.example>                  ^ John Doe/jdoe/machine.example
        "Joe Q. Public" <john.q.public@example.com>      ^ Joe Q. Public/john.q.public/example.com
        Mary <mary@x.test>, jdoe@example.org, Who? <one@y.test> ^ Mary/mary/x.test+/jdoe/example.org+Who?/one/y.test
        <boss@nil.test>, "Giant; \\"Big\\" Box" <sysservices@example.net> ^ /boss/nil.test+Giant; "Big" Box/sysservices/example.net
        Pete(A nice \\) chap) <pete(his account)@silly.test(his host)> ^ Pete/pete/silly.test
        john.q.public@example.com (John Public)          ^ John Public/john.q.public/example.com
        Mary Smith <@node.test:mary@example.net>, , jdoe@test . example ^ Mary Smith/mary/example.net+/jdoe/test.example
        "quoted local"@example.com ^ /quoted local/example.com
        "a\\"b"@example.com ^ /a"b/example.com
        user@[192.0.2.1] ^ /user/[192.0.2.1]
        user@[IPv6:2001:db8::1] ^ /user/[IPv6:2001:db8::1]
        =?utf-8?Q?J=C3=BCrgen?= <j@x.de> ^ Jürgen/j/x.de
        "=?utf-8?Q?J=C3=BCrgen?=" <j@x.de> ^ Jürgen/j/x.de
        Jürgen <jürgen@müller.example> ^ Jürgen/jürgen/müller.example
        John Doe                                         ^ John Doe//
        root ^ /root/
        Bob bob@example.com ^ Bob/bob/example.com
        Doe, John <j@x.de> ^ /Doe/+John/j/x.de
        a@b.c; d@e.f ^ /a/b.c+/d/e.f
        <a@b.c ^ /a/b.c
        a@b.c. ^ /a/b.c
        a@b@c.d ^ /a@b/c.d
        "unterminated <a@b.c> ^ unterminated/a/b.c
        Name <<a@b.c>> ^ Name/a/b.c
        """)
    void readsAddresses(String text, String expected) {
        StringBuilder read = new StringBuilder();
        for (EmailAddress address : EmailAddress.parseAll(text)) {
            read.append(read.isEmpty() ? "" : "+");
            read.append(address.displayName()).append('/').append(address.localPart());
            read.append('/').append(address.domain());
        }
        assertThat(read).hasToString(expected);
    }

    @Test
    void groupsGiveTheirMembers() {
        assertThat(EmailAddress.parseAll("A Group:Ed Jones <joe@where.test>,joe@x.test, John <j@one.test>;, z@z"))
                .extracting(EmailAddress::address)
                .containsExactly("joe@where.test", "joe@x.test", "j@one.test", "z@z");
        assertThat(EmailAddress.parseAll("Undisclosed recipients:;")).isEmpty();
        assertThat(EmailAddress.parseAll("(Empty list)(start)Hidden recipients  :(nobody(that I know))  ;"))
                .isEmpty();
    }

    @Test
    void nothingGivesNoAddress() {
        for (String text : new String[] {"", " ", ",", ";;", "<>", "\"\"", "()", ":", "\r\n"}) {
            assertThat(EmailAddress.parseAll(text)).as(text).isEmpty();
        }
    }

    @Test
    void domainsHaveTwoForms() {
        EmailAddress address = new EmailAddress("", "info", "BÜCHER.example");
        assertThat(address.asciiDomain()).isEqualTo("xn--bcher-kva.example");
        assertThat(new EmailAddress("", "info", "xn--bcher-kva.example").unicodeDomain())
                .isEqualTo("bücher.example");
        assertThat(new EmailAddress("", "a", "b..c-" + "d".repeat(80)).asciiDomain())
                .startsWith("b..c-");
    }

    @Test
    void addressesAreWrittenWithTheQuotesTheyNeed() {
        EmailAddress address = new EmailAddress("Big \"Box\"", "a b", "x.test");
        assertThat(address).hasToString("\"Big \\\"Box\\\"\" <\"a b\"@x.test>");
        assertThat(EmailAddress.parseAll(address.toString())).containsExactly(address);
    }
}
