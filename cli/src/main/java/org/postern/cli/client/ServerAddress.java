package org.postern.cli.client;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Where the server is and the token to speak to it with.
public record ServerAddress(URI url, String token) {
    private static final String START = "Start it in another terminal with \"./postern server\", or try Postern with"
            + " \"./postern quickstart\".";

    @Override
    public String toString() {
        return url.toString(); // Never the token.
    }

    /// Finds a server that runs on this machine by the `server.json` it wrote into one of the folders.
    ///
    /// @param givenUrl used in place of the one in `server.json`
    /// @param givenToken the token's file in place of `admin-token` beside `server.json`
    /// @throws ClientException when no server runs, or its token cannot be read
    public static ServerAddress find(List<Path> folders, @Nullable URI givenUrl, @Nullable Path givenToken) {
        if (givenUrl != null) {
            Path file = givenToken != null ? givenToken : firstToken(folders);
            return new ServerAddress(givenUrl, token(file));
        }
        for (Path folder : folders) {
            Path file = folder.resolve("server.json");
            if (Files.isRegularFile(file)) {
                JsonNode server = parse(file);
                if (isAlive(server.path("pid").asLong(-1))) {
                    URI url = URI.create(server.path("url").asString(""));
                    return new ServerAddress(
                            url, token(givenToken != null ? givenToken : folder.resolve("admin-token")));
                }
            }
        }
        throw new ClientException(
                ExitCode.UNREACHABLE,
                "No Postern server runs on this machine (looked for server.json of a running one in "
                        + String.join(", ", folders.stream().map(Path::toString).toList()) + ").",
                START + " For one on another machine give --server URL and --token-file FILE.");
    }

    private static boolean isAlive(long pid) {
        return pid < 0 || ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static Path firstToken(List<Path> folders) {
        return folders.stream()
                .map(folder -> folder.resolve("admin-token"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new ClientException(
                        ExitCode.USAGE,
                        "No administrator token was given, and none lies in " + folders + ".",
                        "Add --token-file FILE; the server keeps its token in the file admin-token of its folder."));
    }

    private static JsonNode parse(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException | JacksonException e) {
            throw new ClientException(
                    ExitCode.FAILED,
                    file + " cannot be read: " + e.getMessage(),
                    "Run as the user who started the server, or give --server URL and --token-file FILE.",
                    e);
        }
    }

    private static String token(Path file) {
        try {
            String token = Files.readString(file).strip();
            if (token.isEmpty() || token.chars().anyMatch(Character::isISOControl)) {
                throw new ClientException(
                        ExitCode.NOT_ALLOWED,
                        "The token file " + file + " does not hold a token.",
                        "Point --token-file at the file admin-token in the server's folder.");
            }
            return token;
        } catch (IOException e) {
            throw new ClientException(
                    ExitCode.NOT_ALLOWED,
                    "The administrator token cannot be read from " + file + ": " + e,
                    "Run as the user who started the server, or point --token-file at a file that holds its token.",
                    e);
        }
    }
}
