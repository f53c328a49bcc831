package io.tidemark.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/**
 * Those who may look: names with bcrypt hashes of their passwords, as {@code htpasswd -B} writes them. Safe for use by several threads.
 */
final class Users {
    private static final long MOST_BYTES = 1 << 20;
    /** bcrypt looks at no more of a password. */
    private static final int LONGEST_PASSWORD = 72;

    private final Map<String, byte[]> hashes;
    /** Of nobody: that a name is not known takes as long to say as that a password is wrong. */
    private final byte[] nobody;

    private Users(Map<String, byte[]> hashes) {
        this.hashes = Map.copyOf(hashes);
        this.nobody = BCrypt.withDefaults().hash(10, "nobody".getBytes(UTF_8));
    }

    /** @throws ConfigException where there is no such file, or a line of it is no user; it never tells what stands there */
    static Users read(Path file) {
        List<String> lines;
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ConfigException(file + " is larger than 1 MiB; is it a file of users?");
            }
            lines = Files.readAllLines(file);
        } catch (IOException e) {
            throw new ConfigException("the users in " + file + " can't be read: " + e.getMessage());
        }
        Map<String, byte[]> hashes = new HashMap<>();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                int colon = line.indexOf(':');
                byte[] hash = line.substring(colon + 1).getBytes(UTF_8);
                if (colon < 1 || !isHash(hash)) {
                    throw new ConfigException("line " + number + " of " + file
                            + " is no user with a bcrypt hash; htpasswd -nB NAME writes one (name:$2y$…)");
                }
                hashes.put(line.substring(0, colon), hash);
            }
        }
        if (hashes.isEmpty()) {
            throw new ConfigException(file + " has no user; htpasswd -nB NAME writes one (name:$2y$…)");
        }
        return new Users(hashes);
    }

    private static boolean isHash(byte[] hash) {
        try {
            return BCrypt.verifyer().verify(new byte[1], hash).validFormat;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Whether a password is longer than any that is right: bcrypt would take its first bytes for the whole. */
    static boolean isTooLong(String password) {
        return password.getBytes(UTF_8).length > LONGEST_PASSWORD;
    }

    /** Whether it is the password of that user, which takes the time of a hash: a tenth of a second, or what the file says. */
    boolean isPassword(String name, String password) {
        boolean isRight = !isTooLong(password)
                && BCrypt.verifyer().verify(password.getBytes(UTF_8), hashes.getOrDefault(name, nobody)).verified;
        return isRight && hashes.containsKey(name);
    }
}
