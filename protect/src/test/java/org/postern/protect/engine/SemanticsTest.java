package org.postern.protect.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is easy to get wrong in the language, one by one.
class SemanticsTest {
    private final Asking asking =
            new Asking().list("greetings", "Hello", "Good day").absent("nowhere");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            nullValues = "null",
            value = {
                // Comparisons with null are null, and only "is null" tests it.
                "null == null | null",
                "null != null | null",
                "1 == null | null",
                "null < 1 | null",
                "null in ('a', 'b') | null",
                "null is null | true",
                "'a' is not null | true",
                "headers.in_reply_to is null | true",
                // Kleene's logic.
                "true and null | null",
                "false and null | false",
                "true or null | true",
                "false or null | null",
                "not null | null",
                "not not true | true",
                // N of: enough trues are true; else null if one is null; else false.
                "2 of (true, true, null) | true",
                "2 of (true, false, null) | null",
                "2 of (true, false, false) | false",
                "1 of (null, null) | null",
                "0 of (false) | true",
                // A list that is null is not an empty one.
                "any(null, true) | null",
                "all(null, false) | true",
                "all([], false) | true",
                "any([], true) | false",
                "ratio([], true) | null",
                "length(null) | null",
                "length(map(null, .)) | null",
                "length(filter(null, true)) | 0",
                "length(distinct(null)) | 0",
                "length(flatten(null)) | 0",
                "sum(null) | 0",
                "sum([1, null, 2]) | 3",
                "any([null, true], .) | true",
                "any([null, false], .) | null",
                "all([null, true], .) | null",
                "all([null, false], .) | false",
                // Elements and slices.
                "['a', 'b'][1] | b",
                "['a', 'b'][2] | null",
                "['a', 'b'][-1] | b",
                "length(['a', 'b', 'c'][1:9]) | 2",
                "length(['a', 'b', 'c'][2:1]) | 0",
                "'abcdef'[1:3] | bc",
                "'abc'[:-1] | ab",
                // Numbers.
                "5 / 2 | 2",
                "5 / 2.0 | 2.5",
                "1 / 0 | null",
                "7 % 4 | 3",
                "-2 + 5 | 3",
                "2 + 3 * 4 | 14",
                "0 < 3 <= 5 | true",
                "0 < 7 <= 5 | false",
                "1 == 1.0 | true",
                // Lengths count code points.
                "length('a\uD83D\uDE00b') | 3",
                // Equality without case, which is no regular expression.
                "'A.c' =~ 'a.C' | true",
                "'abc' =~ 'a.c' | false",
                "'abc' !~ 'ABC' | false",
                "'a' in ('A', 'b') | false",
                "'a' in~ ('A', 'b') | true",
                "'a' not in ('b', 'c') | true",
                "'eml' in ('eml') | true",
                "subject.subject in $greetings | true",
                "'hello' in $greetings | false",
                "'hello' in~ $greetings | true",
                // like: the whole text, and nothing is escaped.
                "strings.like('invoice.pdf', '*.pdf') | true",
                "strings.like('invoice.pdf', 'voice') | false",
                "strings.like('invoice', 'inv?ice') | true",
                "strings.like('inice', 'in?ice') | false",
                "strings.like('aXbXc', 'a*b*c') | true",
                "strings.like('abab', '*ab') | true",
                "strings.like('ab', 'ab*ab') | false",
                "strings.ilike('INVOICE', '*voi*') | true",
                "strings.contains(null, 'a') | null",
                "strings.contains('abc', null, 'b') | true",
                "strings.contains('abc', null) | null",
                "regex.match('abc', 'b') | false",
                "regex.contains('abc', 'b') | true",
                "regex.imatch('ABC', 'a.c') | true",
                "regex.extract('a1b22', '[0-9]+')[1].full_match | 22",
                "regex.extract('k=v', '(?P<key>\\w)=(\\w)')[0].named_groups['key'] | k",
                "regex.extract('k=v', '(?P<key>\\w)=(\\w)')[0].groups[1] | v",
                "regex.count('aXbXc', 'X') | 2",
                "coalesce(null, null, 'x') | x",
                "coalesce(headers.auth_summary.dmarc.pass, false) | false",
                "strings.levenshtein('kitten', 'sitting') | 3",
                "strings.ilevenshtein('KITTEN', 'kitten') | 0",
                "strings.concat('a', 'b', 'c') | abc",
                "strings.concat('a', null) | null",
                "strings.icount('aAbA', 'a') | 3",
                "strings.parse_json('{\"a\": [1, {\"b\": \"c\"}]}')['a'][1]['b'] | c",
                "strings.parse_json('no json') is null | true",
                "strings.parse_url('https://a.b.co.uk:8080/x?y=1#z').domain.root_domain | b.co.uk",
                "strings.parse_url('https://foo.github.io/').domain.root_domain | github.io",
                "strings.parse_url('https://h.example.com/?q=a%20b&q=c').query_params_decoded['q'][0] | a b",
                "strings.parse_email('Bob <Bob@Example.com>').email | bob@example.com",
                "strings.parse_domain('x.example.com').sld | example",
                "strings.decode_base64('aGVsbG8=') | hello",
                "strings.replace_confusables('p\u0430yp\u0430l') | paypal",
                "beta.ip_in('10.1.2.3', '10.0.0.0/8') | true",
                "beta.ip_in('11.1.2.3', '10.0.0.0/8', '11.1.2.0/23') | true",
                "beta.ip_in('11.1.4.3', '10.0.0.0/8', '11.1.2.0/23') | false",
            })
    void anExpressionStandsFor(String expression, String value) {
        Object found = asking.value(expression);
        assertThat(found == null ? null : found.toString()).as(expression).isEqualTo(value);
    }

    /// A rule whose answer is null is no match.
    @Test
    void aFinalNullIsNoMatch() {
        assertThat(asking.answer("headers.in_reply_to == 'x'")).isEqualTo(new Answer.NoMatch());
        assertThat(asking.answer("not headers.in_reply_to == 'x'")).isEqualTo(new Answer.NoMatch());
    }

    @Test
    void whatIsNotThereIsUndecidedWithItsName() {
        assertThat(asking.answer("any(ml.nlu_classifier(body.current_thread.text).intents, .name == 'bec')"))
                .isEqualTo(new Answer.Undecided(Set.of("ml.nlu_classifier")));
        assertThat(asking.answer("'x' in $nowhere")).isEqualTo(new Answer.Undecided(Set.of("$nowhere")));
        assertThat(asking.rule("'x' in $nowhere").needs()).containsExactly("$nowhere");
    }

    /// What does not depend on the missing is definite.
    @Test
    void theMissingMattersOnlyWhereItDecides() {
        String missing = "'x' in $nowhere";
        assertThat(asking.answer("false and " + missing)).isEqualTo(new Answer.NoMatch());
        assertThat(asking.answer(missing + " and false")).isEqualTo(new Answer.NoMatch());
        assertThat(asking.answer("true or " + missing)).isEqualTo(new Answer.Match());
        assertThat(asking.answer(missing + " or true")).isEqualTo(new Answer.Match());
        assertThat(asking.answer("1 of (" + missing + ", true)")).isEqualTo(new Answer.Match());
        assertThat(asking.answer("3 of (" + missing + ", true, false)")).isEqualTo(new Answer.NoMatch());
        assertThat(asking.answer("2 of (" + missing + ", true, false)")).isInstanceOf(Answer.Undecided.class);
        // Null and unknown is null or false: no match either way; its negation may be true.
        assertThat(asking.answer("headers.in_reply_to == 'x' and " + missing)).isEqualTo(new Answer.NoMatch());
        assertThat(asking.answer("not (headers.in_reply_to == 'x' and " + missing + ")"))
                .isInstanceOf(Answer.Undecided.class);
        assertThat(asking.answer("not " + missing)).isInstanceOf(Answer.Undecided.class);
    }

    @Test
    void dotsCountLambdasOutwards() {
        assertThat(asking.value("map(['a', 'b'], any(['b', 'c'], . == ..))")).isEqualTo(List.of(false, true));
        assertThat(asking.value("any(['a'], any(['b'], any(['c'], ... == 'a' and .. == 'b' and . == 'c')))"))
                .isEqualTo(true);
        assertThat(asking.problems("any(['a'], .. == 'a')"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("\"..\""));
    }

    @Test
    void aRuleThatTakesTooLongIsStoppedAndUndecided() {
        String list = "[" + "1,".repeat(200) + "]";
        String deep = "any(" + list + ", any(" + list + ", any(" + list + ", any(" + list + ", . == 2))))";
        Rule rule = asking.rule(deep);
        Answer answer = rule.answer(asking.frame(), new Rule.Limits(1_000_000, Duration.ofMinutes(1)));
        assertThat(answer).isEqualTo(new Answer.Undecided(Set.of("more work than one rule may cause")));
    }
}
