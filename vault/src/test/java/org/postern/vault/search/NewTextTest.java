package org.postern.vault.search;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NewTextTest {
    @Test
    void onlyLinesThatTheOtherFormLacksStay() {
        String plain = "Dear Anna,\n\nthe offer is\nbelow.\n\n> quoted words here\n";
        String html = "Dear Anna,\nthe offer is below.\nquoted words here\nUnsubscribe at once\noffer";
        assertThat(NewText.in(html, plain)).isEqualTo("Unsubscribe at once");
    }

    @Test
    void partsOfWordsAreNotWords() {
        assertThat(NewText.in("art", "party")).isEqualTo("art");
        assertThat(NewText.in("会議", "明日の会議")).isEqualTo("会議");
        assertThat(NewText.in("anything", "  ")).isEqualTo("anything");
    }

    @Test
    @Timeout(20)
    void manyLinesOfALongTextAreComparedInBoundedTime() {
        String html = "zzz yyy\n".repeat(100_000);
        assertThat(NewText.in(html, "a b ".repeat(250_000))).startsWith("zzz yyy");
    }
}
