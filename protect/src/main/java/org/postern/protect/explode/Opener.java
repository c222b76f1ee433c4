package org.postern.protect.explode;

import java.io.IOException;

/// Takes the files out of one kind of file.
@FunctionalInterface
interface Opener {
    /// What was found before a file turns out to be broken is kept.
    void open(ExplodedFile file, Contents into) throws IOException;
}
