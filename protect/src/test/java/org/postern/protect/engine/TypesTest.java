package org.postern.protect.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What does not fit is told with its place.
class TypesTest {
    private final Asking asking = new Asking();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "sender.emial.email | 1:1 | Is it \"email\"?",
                "strings.icontain(subject.subject, 'a') | 1:1 | Is it strings.icontains?",
                "subject.subject == 1 | 1:1 | compares text with a whole number",
                "length(1) > 2 | 1:1 | wants a list, a map or text",
                "any(sender, true) | 1:5 | wants a list",
                "any(attachments, .file_name) | 1:1 | wants true or false",
                "subject.subject | 1:1 | ",
                "sender and true | 1:1 | has to be true or false",
                "regex.contains(subject.subject, '(') | 1:1 | not of RE2's language",
                "regex.contains(subject.subject, subject.base) | 1:1 | written as strings",
                "'x' in $no_such_list | 1:8 | There is no list $no_such_list",
                "attachments['a'] is null | 1:13 | index is text",
                "subject.subject.length > 2 | 1:1 | has no field \"length\"",
                "strings.parse_url('a', lenient=true) is null | 1:32 | no argument named \"lenient\"",
                "type.inbound and ( | 1:19 | the end of the rule",
                "'abc | 1:1 | does not end",
                "1 2 | 1:3 | the rule's end",
                "'a' == \"\\q\" | 1:9 | is no escape",
                "any(attachments, ...file_name == 'a') | 1:18 | \"...\"",
            })
    void aMistakeIsToldWithItsPlace(String rule, String place, String words) {
        var problems = asking.problems(rule);
        if (words == null) {
            assertThat(problems).isEmpty();
            return;
        }
        assertThat(problems).as(rule).isNotEmpty();
        assertThat(problems.getFirst().toString()).startsWith(place).contains(words);
    }
}
