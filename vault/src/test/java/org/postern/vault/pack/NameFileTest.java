package org.postern.vault.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.vault.store.LocalDisk;

class NameFileTest {
    private static final NameFile.Mark MARK = new NameFile.Mark(77, new ObjectName(1, 2, 3, 4));
    private static final int NAMES = 100_000; // More than the first two generations hold.

    @TempDir
    Path directory;

    private Path path;
    private NameFile file;

    @BeforeEach
    void makeFile() {
        path = directory.resolve("names").resolve("contoso");
        file = new NameFile(new LocalDisk(), path);
    }

    private static ObjectName name(long number) {
        Random random = new Random(number);
        return new ObjectName(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static NameFilter filter(int names) {
        NameFilter filter = new NameFilter();
        for (int i = 0; i < names; i++) {
            filter.add(name(i));
        }
        return filter;
    }

    @Test
    void whatWasToldIsKnownAfterwardsAndWhatWasNotIsNot() throws IOException {
        file.write(filter(NAMES), MARK);
        NameFilter read = new NameFilter();
        assertThat(file.read(read, _ -> true)).contains(MARK);
        read.complete();
        assertThat(read.count()).isEqualTo(NAMES);
        for (int i = 0; i < NAMES; i++) {
            assertThat(read.mayHold(name(i))).as("name %d", i).isTrue();
        }
        int inVain = 0;
        for (int i = 0; i < NAMES; i++) {
            inVain += read.mayHold(name(i + NAMES)) ? 1 : 0;
        }
        assertThat(inVain).isLessThan(NAMES / 200);
        read.add(name(NAMES));
        assertThat(read.mayHold(name(NAMES))).isTrue();
        file.write(read, MARK);
        NameFilter again = new NameFilter();
        assertThat(file.read(again, _ -> true)).contains(MARK);
        assertThat(again.count()).isEqualTo(NAMES + 1);
    }

    @Test
    void aFileOfAnotherCatalogIsNotUsed() throws IOException {
        file.write(filter(10), MARK);
        NameFilter read = new NameFilter();
        assertThat(file.read(read, mark -> mark.row() != 77)).isEmpty();
        assertThat(read.count()).isZero();
    }

    @Test
    void aFilterThatWasToldOfNamesKeepsThem() throws IOException {
        file.write(filter(10), MARK);
        NameFilter told = new NameFilter();
        told.add(name(5_000));
        assertThat(file.read(told, _ -> true)).isEmpty();
        assertThat(told.count()).isEqualTo(1);
    }

    @Test
    void noFileIsNoNames() throws IOException {
        assertThat(file.read(new NameFilter(), _ -> true)).isEmpty();
    }

    @Test
    void aFileThatIsCutShortOrChangedAnywhereIsAsGoodAsNone() throws IOException {
        file.write(filter(1_000), MARK);
        byte[] whole = Files.readAllBytes(path);
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            boolean cut = i % 3 == 0;
            byte[] damaged = cut ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            int at = i % 3 == 1 ? random.nextInt(64) : random.nextInt(whole.length);
            if (!cut) {
                damaged[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(path, damaged);
            NameFilter read = new NameFilter();
            try {
                assertThat(file.read(read, _ -> true)).as("damage %d", i).isEmpty();
            } catch (IOException endsBefore) {
                assertThat(endsBefore).isInstanceOf(java.io.EOFException.class);
            }
            assertThat(read.count()).isZero();
        }
    }
}
