package org.postern.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// The PostgreSQL database that holds a vault's catalog, and who signs in there. Its text never shows the password.
///
/// @param url `jdbc:postgresql://host[:port]/database[?parameters]`, of a schema for this vault alone:
///     `currentSchema`, by default `postern`
/// @param password null where the server asks for none, or finds it otherwise (a certificate, `~/.pgpass`)
public record CatalogServer(
        String url, String user, @Nullable String password) {
    /// The options that [#read] knows, each with a value.
    public static final Set<String> OPTIONS = Set.of("--catalog", "--catalog-password-file");

    public static final String USAGE = """
              --catalog URL           keep the catalog on PostgreSQL: jdbc:postgresql://host/database; the user in
                                      POSTERN_CATALOG_USER (default postern), the password in
                                      POSTERN_CATALOG_PASSWORD or
              --catalog-password-file FILE
            """;
    private static final String PREFIX = "jdbc:postgresql:";
    private static final String DEFAULT_SCHEMA = "postern";
    private static final Pattern SCHEMA = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
    private static final Pattern NAMES_USER = Pattern.compile("^[^?]*@|[?&](user|(ssl)?password)=");
    private static final Pattern LOCAL = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[?(::1|0:0:0:0:0:0:0:1)]?");

    public CatalogServer {
        if (NAMES_USER.matcher(url).find()) { // Before the driver looks at it, which would log part of it.
            throw new IllegalArgumentException("The catalog's URL must name no user and no password: others see it in"
                    + " the list of processes. Set POSTERN_CATALOG_USER and POSTERN_CATALOG_PASSWORD.");
        }
        Properties given = parse(url);
        if (!SCHEMA.matcher(given.getProperty("currentSchema", DEFAULT_SCHEMA)).matches()) {
            throw new IllegalArgumentException(
                    "The catalog's currentSchema must be one name of small letters, digits" + " and underscores.");
        }
        if (user.isBlank()) {
            throw new IllegalArgumentException("The catalog's user is empty.");
        }
    }

    /// @throws IllegalArgumentException that says what is wrong, without a secret
    public static CatalogServer read(String url, @Nullable Path passwordFile, Map<String, String> environment) {
        @Nullable String password = environment.get("POSTERN_CATALOG_PASSWORD");
        if (passwordFile != null && password != null) {
            throw new IllegalArgumentException(
                    "Both POSTERN_CATALOG_PASSWORD and --catalog-password-file are given: give one.");
        }
        return new CatalogServer(
                url,
                environment.getOrDefault("POSTERN_CATALOG_USER", DEFAULT_SCHEMA),
                passwordFile == null ? password : firstLine(passwordFile));
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new IllegalArgumentException("The catalog's password file " + file + " cannot be read.", e);
        }
    }

    /// Where the catalog is, for people: without user and parameters.
    public String place() {
        Properties given = parse(url);
        return given.getProperty("PGHOST") + ":" + given.getProperty("PGPORT") + "/" + given.getProperty("PGDBNAME")
                + ", schema " + schema();
    }

    public String schema() {
        return parse(url).getProperty("currentSchema", DEFAULT_SCHEMA);
    }

    /// Whether the connection stays on this machine.
    public boolean isLocal() {
        return List.of(parse(url)
                        .getProperty("PGHOST", "")
                        .toLowerCase(Locale.ROOT)
                        .split(","))
                .stream()
                .allMatch(host -> LOCAL.matcher(host).matches());
    }

    /// Whether the URL itself sets this parameter.
    public boolean sets(String parameter) {
        return parse(url).containsKey(parameter);
    }

    private static Properties parse(String url) {
        Properties parsed = url.startsWith(PREFIX) ? Driver.parseURL(url, null) : null;
        if (parsed == null
                || parsed.getProperty("PGDBNAME", "").isEmpty()
                || parsed.getProperty("PGHOST", "").isEmpty()) {
            throw new IllegalArgumentException(
                    "The catalog's URL must look like jdbc:postgresql://host:5432/database.");
        }
        return parsed;
    }

    @Override
    public String toString() {
        return "CatalogServer[" + place() + "]";
    }
}
