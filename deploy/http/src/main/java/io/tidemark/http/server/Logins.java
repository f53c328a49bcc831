package io.tidemark.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Whether passwords are right, without the time that a hash takes for each question. What was right or wrong is remembered by a keyed digest, in
 * memory only: the dashboard asks often, and so does a program that has yesterday's password. Of those that are new only so many are looked at at a
 * time ({@link Turnstile}); the rest is told to come again, and not that it is wrong. Safe for use by several threads.
 */
final class Logins {
    /** Hashes that are computed at once, so that guessing takes no more than this of the machine. */
    private static final int AT_ONCE = 2;
    /** Some 200 bytes each. */
    private static final int WRONG_REMEMBERED = 10_000;

    private static final String DIGEST = "HmacSHA256";

    private final Users users;
    private final SecretKeySpec secret;
    /** By name: one for each user at most. Apart from the wrong ones, which come in any number. */
    private final Map<String, ByteBuffer> right = new ConcurrentHashMap<>();

    private final SequencedSet<ByteBuffer> wrong = new LinkedHashSet<>();
    private final Map<ByteBuffer, CompletableFuture<Verdict>> asked = new ConcurrentHashMap<>();
    private final Turnstile turnstile = new Turnstile();
    private final Semaphore computing = new Semaphore(AT_ONCE, true);

    Logins(Users users) {
        this.users = users;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.secret = new SecretKeySpec(random, DIGEST);
    }

    /** What a name with a password is. */
    enum Verdict {
        RIGHT,
        WRONG,
        /** Too many are looked at already. */
        NOT_NOW
    }

    /** @param address of whoever asks */
    Verdict check(String name, String password, String address) {
        if (Users.isTooLong(password)) {
            return Verdict.WRONG;
        }
        ByteBuffer digest = digest(name, password);
        if (digest.equals(right.get(name))) {
            return Verdict.RIGHT;
        }
        if (isKnownToBeWrong(digest)) {
            return Verdict.WRONG;
        }
        CompletableFuture<Verdict> mine = new CompletableFuture<>();
        CompletableFuture<Verdict> same = asked.putIfAbsent(digest, mine);
        if (same != null) {
            return same.join(); // A browser that comes back asks for everything at once.
        }
        try {
            mine.complete(lookAt(name, password, address, digest));
        } finally {
            mine.complete(Verdict.NOT_NOW); // Where that failed: nobody is to wait for ever.
            asked.remove(digest);
        }
        return mine.join();
    }

    private Verdict lookAt(String name, String password, String address, ByteBuffer digest) {
        if (!turnstile.enter(name, address)) {
            return Verdict.NOT_NOW;
        }
        try {
            boolean isRight = compute(name, password);
            if (isRight) {
                right.put(name, digest);
            } else {
                rememberWrong(digest);
            }
            return isRight ? Verdict.RIGHT : Verdict.WRONG;
        } finally {
            turnstile.leave(name, address);
        }
    }

    /** Waits for its turn, which is not long: the turnstile lets in few. */
    private boolean compute(String name, String password) {
        computing.acquireUninterruptibly();
        try {
            return users.isPassword(name, password);
        } finally {
            computing.release();
        }
    }

    private boolean isKnownToBeWrong(ByteBuffer digest) {
        synchronized (wrong) {
            return wrong.contains(digest);
        }
    }

    private void rememberWrong(ByteBuffer digest) {
        synchronized (wrong) {
            wrong.addLast(digest);
            if (wrong.size() > WRONG_REMEMBERED) {
                wrong.removeFirst();
            }
        }
    }

    private ByteBuffer digest(String name, String password) {
        try {
            Mac mac = Mac.getInstance(DIGEST);
            mac.init(secret);
            byte[] bytes = name.getBytes(UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            mac.update(bytes);
            return ByteBuffer.wrap(mac.doFinal(password.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + DIGEST, e);
        }
    }
}
