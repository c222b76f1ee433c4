package org.postern.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.postern.lab.control.ControlApi;
import org.postern.lab.net.Json;
import org.postern.lab.world.Tenant;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `lab.json` in the lab's directory: where the lab is and how to use it, for other programs to wait for.
///
/// Readable by its owner only: it holds the control token. Appears complete or not at all.
final class LabFile {
    private LabFile() {}

    static ObjectNode describe(Lab lab) {
        ObjectNode json = Json.object()
                .put("baseUrl", lab.baseUrl())
                .put("loginUrl", lab.baseUrl())
                .put("graphUrl", lab.baseUrl())
                .put("ewsUrl", lab.baseUrl() + "/EWS/Exchange.asmx")
                .put("caFile", lab.caFile().toString())
                .put("controlToken", lab.controlToken())
                .put("pid", ProcessHandle.current().pid());
        ArrayNode tenants = json.putArray("tenants");
        for (Tenant tenant : lab.world().tenants()) {
            tenants.add(ControlApi.describe(tenant));
        }
        return json;
    }

    static Path write(Lab lab, Path directory) throws IOException {
        Path file = directory.resolve("lab.json");
        Path fresh = directory.resolve("lab.json.new");
        Files.deleteIfExists(fresh);
        if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> owner = PosixFilePermissions.fromString("rw-------");
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(owner));
        }
        Files.write(fresh, Json.bytes(describe(lab)));
        return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
