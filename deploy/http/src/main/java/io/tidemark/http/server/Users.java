package io.tidemark.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigException;

/**
 * Those who may look: names with bcrypt hashes of their passwords, as {@code htpasswd -B} writes them. A password that was right is remembered as a
 * salted digest, in memory only, since a hash takes a tenth of a second and the dashboard asks often. Safe for use by several threads.
 */
final class Users {
    private static final long MOST_BYTES = 1 << 20;
    /** bcrypt looks at no more of a password. */
    private static final int LONGEST_PASSWORD = 72;
    /** Hashes that are computed at once, so that guessing takes no more than this of the machine. */
    private static final int AT_ONCE = 2;

    private static final long PATIENCE_MS = 5_000;
    private static final int REMEMBERED = 1_000;

    private final Map<String, byte[]> hashes;
    /** Of nobody: that a name is not known takes as long to say as that a password is wrong. */
    private final byte[] nobody;

    private final byte[] salt = new byte[32];
    private final Map<String, byte[]> known = new LinkedHashMap<>();
    private final Semaphore computing = new Semaphore(AT_ONCE);

    private Users(Map<String, byte[]> hashes) {
        this.hashes = Map.copyOf(hashes);
        this.nobody = BCrypt.withDefaults().hash(10, "nobody".getBytes(UTF_8));
        new SecureRandom().nextBytes(salt);
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

    /** Whether it is the password of that user. */
    boolean isPassword(String name, String password) {
        byte[] given = password.getBytes(UTF_8);
        if (given.length > LONGEST_PASSWORD) {
            return false;
        }
        byte[] digest = digest(name, given);
        synchronized (known) {
            byte[] before = known.get(name);
            if (before != null && MessageDigest.isEqual(before, digest)) {
                return true;
            }
        }
        if (!verify(given, hashes.getOrDefault(name, nobody)) || !hashes.containsKey(name)) {
            return false;
        }
        synchronized (known) {
            if (known.size() >= REMEMBERED) {
                known.clear();
            }
            known.put(name, digest);
        }
        return true;
    }

    private boolean verify(byte[] password, byte[] hash) {
        boolean mine = false;
        try {
            mine = computing.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS);
            return mine && BCrypt.verifyer().verify(password, hash).verified;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            if (mine) {
                computing.release();
            }
        }
    }

    private byte[] digest(String name, byte[] password) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(salt);
            sha.update(name.getBytes(UTF_8));
            sha.update((byte) 0);
            return sha.digest(password);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
