package org.postern.vault.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.postern.vault.store.ObjectStore;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectLockMode;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Packs as objects in a bucket, each put once by a conditional write (`If-None-Match: *`).
///
/// What a broken put leaves behind is no object: S3 shows an object when all of it arrived and its checksum fits.
public final class S3ObjectStore implements ObjectStore, AutoCloseable {
    private static final int NOT_FOUND = 404;
    private static final int COMPARED = 1 << 20;
    private static final int TAKEN = 412; // Precondition Failed
    private static final int BEYOND = 416; // Range Not Satisfiable
    private static final int FORBIDDEN = 403;
    private final S3Client client;
    private final S3Config config;
    private final Clock clock;

    private S3ObjectStore(S3Client client, S3Config config, Clock clock) {
        this.client = client;
        this.config = config;
        this.clock = clock;
    }

    /// @param clock by which an object lock's end is reckoned
    public static S3ObjectStore open(S3Config config, Clock clock) {
        return new S3ObjectStore(Clients.of(config), config, clock);
    }

    @Override
    public void put(String key, Path file) throws IOException {
        String name = name(key);
        long size = Files.size(file);
        try {
            if (size <= config.partBytes()) {
                PutObjectRequest.Builder request = PutObjectRequest.builder()
                        .bucket(config.bucket())
                        .key(name)
                        .ifNoneMatch("*");
                if (config.lock() != null) {
                    request.objectLockMode(lockMode(config.lock())).objectLockRetainUntilDate(lockEnd(config.lock()));
                }
                client.putObject(request.build(), RequestBody.fromFile(file));
            } else {
                putInParts(name, file, size);
            }
        } catch (SdkException e) {
            boolean taken = e instanceof S3Exception answer && answer.statusCode() == TAKEN;
            if (!taken) {
                throw failed("put " + key, e);
            }
            // Of two tries the first may have been carried out though its answer never came.
            if (e.numAttempts() < 2 || !holds(key, file, size)) {
                throw new FileAlreadyExistsException(key);
            }
        }
    }

    private boolean holds(String key, Path file, long size) throws IOException {
        if (!size(key).equals(OptionalLong.of(size))) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            for (long at = 0; at < size; at += COMPARED) {
                int length = (int) Math.min(COMPARED, size - at);
                if (!Arrays.equals(in.readNBytes(length), get(key, at, length))) {
                    return false;
                }
            }
        }
        return true;
    }

    private void putInParts(String name, Path file, long size) throws IOException {
        String upload = client.createMultipartUpload(request -> {
                    request.bucket(config.bucket()).key(name);
                    if (config.lock() != null) {
                        request.objectLockMode(lockMode(config.lock()))
                                .objectLockRetainUntilDate(lockEnd(config.lock()));
                    }
                })
                .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            for (long at = 0; at < size; at += config.partBytes()) {
                parts.add(putPart(name, upload, parts.size() + 1, FilePart.of(file, at, config.partBytes())));
            }
            client.completeMultipartUpload(request -> request.bucket(config.bucket())
                    .key(name)
                    .uploadId(upload)
                    .ifNoneMatch("*")
                    .multipartUpload(all -> all.parts(parts)));
        } catch (SdkException | IOException e) {
            abort(name, upload, e);
            throw e;
        }
    }

    private CompletedPart putPart(String name, String upload, int number, byte[] bytes) {
        String tag = client.uploadPart(
                        request -> request.bucket(config.bucket())
                                .key(name)
                                .uploadId(upload)
                                .partNumber(number),
                        RequestBody.fromBytes(bytes))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(tag).build();
    }

    private void abort(String name, String upload, Exception cause) {
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(config.bucket()).key(name).uploadId(upload));
        } catch (SdkException e) {
            cause.addSuppressed(e); // A lifecycle rule of the bucket removes what is left of it.
        }
    }

    private static ObjectLockMode lockMode(S3Config.Lock lock) {
        return switch (lock.mode()) {
            case GOVERNANCE -> ObjectLockMode.GOVERNANCE;
            case COMPLIANCE -> ObjectLockMode.COMPLIANCE;
        };
    }

    private java.time.Instant lockEnd(S3Config.Lock lock) {
        return clock.instant().plus(Duration.ofDays(lock.days()));
    }

    @Override
    public byte[] get(String key, long offset, int length) throws IOException {
        String name = name(key);
        if (length == 0) {
            return empty(key, offset);
        }
        byte[] bytes = asked(
                "get " + key,
                key,
                () -> client.getObject(
                                request -> request.bucket(config.bucket())
                                        .key(name)
                                        .range("bytes=" + offset + "-" + (offset + length - 1)),
                                ResponseTransformer.toBytes())
                        .asByteArrayUnsafe());
        if (bytes.length != length) {
            throw new EOFException(key + " ends before byte " + (offset + length));
        }
        return bytes;
    }

    /// No range says "no bytes", so that its place is looked at.
    private byte[] empty(String key, long offset) throws IOException {
        long size = size(key).orElseThrow(() -> new NoSuchFileException(key));
        if (offset > size) {
            throw new EOFException(key + " ends before byte " + offset);
        }
        return new byte[0];
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        String name = name(key);
        try {
            return OptionalLong.of(asked(
                    "look at " + key,
                    key,
                    () -> client.headObject(
                                    request -> request.bucket(config.bucket()).key(name))
                            .contentLength()));
        } catch (NoSuchFileException e) {
            return OptionalLong.empty();
        }
    }

    @Override
    public SortedMap<String, Long> sizes(String prefix) throws IOException {
        return asked("list " + prefix, prefix, () -> {
            SortedMap<String, Long> sizes = new TreeMap<>();
            for (S3Object object : client.listObjectsV2Paginator(
                            request -> request.bucket(config.bucket()).prefix(config.prefix() + prefix))
                    .contents()) {
                sizes.put(object.key().substring(config.prefix().length()), object.size());
            }
            return sizes;
        });
    }

    /// In a bucket with Object Lock a plain delete would only hide the object, so that its versions are deleted.
    @Override
    public void delete(String key) throws IOException {
        String name = name(key);
        if (config.lock() == null) {
            asked(
                    "delete " + key,
                    key,
                    () -> client.deleteObject(
                            request -> request.bucket(config.bucket()).key(name)));
            return;
        }
        for (ObjectVersion version : versions(key, name)) {
            try {
                client.deleteObject(
                        request -> request.bucket(config.bucket()).key(name).versionId(version.versionId()));
            } catch (S3Exception e) {
                throw e.statusCode() == FORBIDDEN
                        ? new AccessDeniedException(key, null, "an object lock keeps it")
                        : failed("delete " + key, e);
            } catch (SdkException e) {
                throw failed("delete " + key, e);
            }
        }
    }

    private List<ObjectVersion> versions(String key, String name) throws IOException {
        return asked(
                "list versions of " + key,
                key,
                () -> client
                        .listObjectVersionsPaginator(
                                request -> request.bucket(config.bucket()).prefix(name))
                        .versions()
                        .stream()
                        .filter(version -> version.key().equals(name))
                        .toList());
    }

    private <T> T asked(String what, String key, Supplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (S3Exception e) {
            throw switch (e.statusCode()) {
                case NOT_FOUND -> missing(what, key, e);
                case BEYOND -> new EOFException(key + " ends before the bytes asked for");
                default -> failed(what, e);
            };
        } catch (SdkException e) {
            throw failed(what, e);
        }
    }

    private IOException missing(String what, String key, S3Exception e) {
        boolean bucket = e.awsErrorDetails() != null
                && "NoSuchBucket".equals(e.awsErrorDetails().errorCode());
        return bucket ? failed(what, e) : new NoSuchFileException(key);
    }

    private IOException failed(String what, SdkException e) {
        String why = e instanceof S3Exception answer && answer.statusCode() == FORBIDDEN
                ? " (check the access key and what it may do)"
                : "";
        return new IOException(
                "bucket " + config.bucket() + (config.endpoint() == null ? "" : " at " + config.endpoint())
                        + " did not " + what + why + ": " + e.getMessage(),
                e);
    }

    private String name(String key) {
        return config.prefix() + ObjectStore.requireKey(key);
    }

    @Override
    public void close() {
        client.close();
    }
}
