package org.postern.vault.search;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.LockObtainFailedException;
import org.postern.vault.SearchQuery;
import org.postern.vault.VaultException;
import org.postern.vault.VaultException.Kind;

/// The search index of one tenant; safe from any number of threads.
///
/// The vault tells it each change after it is durable, calls [#refresh] to let searches see them, and now and then
/// [#commit] with the sequence number of the last change told. After a crash the index is as at its last commit, and
/// opening says which that was. Telling a change twice does no harm.
public final class SearchIndex implements AutoCloseable {
    private static final double MEMORY_MIB = 32;
    private static final String SEQUENCE = "sequence";
    private static final String LAYOUT = "layout";

    private final Path folder;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final SearchPlan plan;

    private SearchIndex(Path folder, Directory directory, IndexWriter writer, SearcherManager searchers) {
        this.folder = folder;
        this.directory = directory;
        this.writer = writer;
        this.searchers = searchers;
        this.plan = new SearchPlan(new TextAnalyzer());
    }

    /// Opens the index in `folder`, or makes an empty one. Damage is a value; a folder that another process uses, or
    /// that cannot be written, is a [VaultException].
    public static IndexOpening open(Path folder) {
        try {
            Files.createDirectories(folder);
            FSDirectory directory = FSDirectory.open(folder);
            boolean there = DirectoryReader.indexExists(directory);
            Map<String, String> commit =
                    there ? SegmentInfos.readLatestCommit(directory).getUserData() : Map.of();
            if (there && !IndexFields.LAYOUT.equals(commit.get(LAYOUT))) {
                directory.close();
                return new IndexOpening.Damaged("it has layout " + commit.getOrDefault(LAYOUT, "none")
                        + " where this version needs layout " + IndexFields.LAYOUT);
            }
            SearchIndex index = open(folder, directory);
            return new IndexOpening.Ready(index, Long.parseLong(commit.getOrDefault(SEQUENCE, "-1")));
        } catch (LockObtainFailedException inUse) {
            throw new VaultException(
                    Kind.PERMANENT,
                    "The search index in " + folder + " is in use by another process. Stop that one first.",
                    inUse);
        } catch (IOException | IllegalArgumentException failure) {
            if (isDamage(failure)) {
                return new IndexOpening.Damaged(String.valueOf(failure.getMessage()));
            }
            throw failed(folder, failure);
        }
    }

    private static SearchIndex open(Path folder, Directory directory) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new TextAnalyzer())
                .setCodec(new Lucene104Codec(Lucene104Codec.Mode.BEST_COMPRESSION))
                .setRAMBufferSizeMB(MEMORY_MIB)
                .setCommitOnClose(false);
        IndexWriter writer = null;
        try {
            writer = new IndexWriter(directory, config);
            return new SearchIndex(folder, directory, writer, new SearcherManager(writer, new Uncached()));
        } catch (IOException | RuntimeException failure) {
            if (writer != null) {
                writer.rollback();
            }
            directory.close();
            throw failure;
        }
    }

    /// Deletes an index that is not open; what is no file of the index stays.
    public static void erase(Path folder) {
        try {
            if (!Files.isDirectory(folder)) {
                return;
            }
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw failed(folder, failure);
        }
    }

    /// Adds the message, or replaces what has its key.
    public void put(IndexedMessage message) {
        run(() -> writer.updateDocument(IndexFields.key(message.key()), IndexFields.document(message)));
    }

    /// The version ended, or goes on until `until`; cheap, as the message is not indexed again.
    public void end(IndexKey key, Instant until) {
        run(() -> {
            if (writer.getFieldNames().contains(IndexFields.UNTIL)) {
                writer.updateNumericDocValue(IndexFields.key(key), IndexFields.UNTIL, Micros.of(until));
            }
        });
    }

    /// Forgets a version, as when retention removes it.
    public void delete(IndexKey key) {
        run(() -> writer.deleteDocuments(IndexFields.key(key)));
    }

    /// Lets searches see what was told so far.
    public void refresh() {
        run(searchers::maybeRefreshBlocking);
    }

    /// Makes what was told durable, and notes that all changes up to `sequence` are in it.
    public void commit(long sequence) {
        run(() -> {
            writer.setLiveCommitData(
                    Map.of(SEQUENCE, Long.toString(sequence), LAYOUT, IndexFields.LAYOUT)
                            .entrySet(),
                    true); // Also when no document changed.
            writer.commit();
            searchers.maybeRefreshBlocking();
        });
    }

    /// One page of what matches; a query or cursor that makes no sense is a value.
    public SearchResult search(SearchQuery query) {
        return switch (plan.of(query)) {
            case QueryReader.Reading.NotUnderstood(String problem) -> new SearchResult.NotUnderstood(problem);
            case QueryReader.Reading.Understood(Query lucene) -> search(query, lucene);
        };
    }

    private SearchResult search(SearchQuery query, Query lucene) {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                return page(searcher, query, lucene);
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException | AlreadyClosedException failure) {
            throw failed(folder, failure);
        }
    }

    private static SearchResult page(IndexSearcher searcher, SearchQuery query, Query lucene) throws IOException {
        FieldDoc after = null;
        if (query.after() != null) {
            Optional<FieldDoc> place = PageCursor.read(
                    query.after(), query.order(), searcher.getIndexReader().maxDoc());
            if (place.isEmpty()) {
                return new SearchResult.NotUnderstood(
                        "The page asked for does not belong to this search. Start again from the first page.");
            }
            after = place.get();
        }
        // One more than the page holds, to know whether there is a next; every match is counted.
        TopFieldDocs found = searcher.search(
                lucene,
                new TopFieldCollectorManager(
                        PageCursor.sort(query.order()), query.limit() + 1, after, Integer.MAX_VALUE));
        int shown = Math.min(query.limit(), found.scoreDocs.length);
        List<IndexKey> hits = new ArrayList<>(shown);
        for (ScoreDoc hit : List.of(found.scoreDocs).subList(0, shown)) {
            hits.add(IndexKey.ofText(searcher.storedFields()
                    .document(hit.doc, Set.of(IndexFields.STORED_KEY))
                    .get(IndexFields.STORED_KEY)));
        }
        boolean more = found.scoreDocs.length > shown;
        String next = more ? PageCursor.of((FieldDoc) found.scoreDocs[shown - 1], query.order()) : null;
        return new SearchResult.Found(hits, found.totalHits.value(), next);
    }

    /// Reads the whole index as it was last refreshed; empty when it is sound, else what is wrong with it.
    public Optional<String> verify() {
        try {
            IndexSearcher searcher = searchers.acquire();
            try {
                for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                    leaf.reader().checkIntegrity();
                }
                return Optional.empty();
            } finally {
                searchers.release(searcher);
            }
        } catch (IOException damage) {
            return Optional.of(String.valueOf(damage.getMessage()));
        }
    }

    /// Documents that a search can find now.
    public long count() {
        return writer.getDocStats().numDocs;
    }

    /// Closes without a commit: what was told since the last one is to be told again.
    @Override
    public void close() {
        run(() -> {
            searchers.close();
            writer.close();
            directory.close();
        });
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException | AlreadyClosedException failure) {
            throw failed(folder, failure);
        }
    }

    private static VaultException failed(Path folder, Exception failure) {
        boolean damage = isDamage(failure) || isDamage(failure.getCause());
        return damage
                ? new VaultException(
                        Kind.CORRUPT,
                        "The search index in " + folder + " is damaged. It will be built again from the vault.",
                        failure)
                : new VaultException(
                        Kind.RETRYABLE,
                        "The search index in " + folder + " could not be used: " + failure.getMessage()
                                + ". Check that the disk has room and the folder can be written.",
                        failure);
    }

    private static boolean isDamage(@org.jspecify.annotations.Nullable Throwable failure) {
        return failure instanceof CorruptIndexException
                || failure instanceof IndexFormatTooOldException
                || failure instanceof IndexFormatTooNewException
                || failure instanceof EOFException
                || failure instanceof NoSuchFileException
                || failure instanceof java.io.FileNotFoundException
                || failure instanceof IllegalArgumentException;
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }
}
