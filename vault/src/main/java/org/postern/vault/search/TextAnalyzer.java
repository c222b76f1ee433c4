package org.postern.vault.search;

import java.io.Reader;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.LengthFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/// Cuts text into the words that are indexed and looked for; the same for both.
///
/// Words by Unicode's rules, further cut at dots and underscores, so that `doe` finds `john.doe@example.com` and
/// `report` finds `report_2026.pdf`; lower case; accents taken off; Chinese, Japanese and Korean as overlapping pairs.
/// No stop words: they would break phrases.
final class TextAnalyzer extends Analyzer {
    /// Longer runs are encoded data, not words.
    private static final int MAX_WORD = 64;

    @Override
    protected Reader initReader(String fieldName, Reader reader) {
        return new WordJoints(reader);
    }

    @Override
    protected Reader initReaderForNormalization(String fieldName, Reader reader) {
        return new WordJoints(reader);
    }

    @Override
    protected TokenStreamComponents createComponents(String fieldName) {
        StandardTokenizer tokenizer = new StandardTokenizer();
        TokenStream words = new LengthFilter(folded(tokenizer), 1, MAX_WORD);
        return new TokenStreamComponents(tokenizer, new CJKBigramFilter(words));
    }

    @Override
    protected TokenStream normalize(String fieldName, TokenStream in) {
        return folded(in);
    }

    private static TokenStream folded(TokenStream in) {
        return new AccentFilter(new ASCIIFoldingFilter(new LowerCaseFilter(new CJKWidthFilter(in))));
    }
}
