package org.postern.console.tenant;

import java.nio.file.Path;
import java.time.Instant;

/// What the running server tells about itself.
///
/// @param directory its own directory
public record ServerFacts(String version, Instant startedAt, Path directory) {}
