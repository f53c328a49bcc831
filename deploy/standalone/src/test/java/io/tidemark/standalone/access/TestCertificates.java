package io.tidemark.standalone.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates and the authorities that signed them, made by the JDK's keytool: for each a key store for the server, and a trust store for those who trust its authority. */
final class TestCertificates {
    static final String PASSWORD = "store-secret-5d1c";

    private final Path directory;

    TestCertificates(Path directory) {
        this.directory = directory;
    }

    /** A server's certificate and who trusts it. */
    record Certificate(Path keyStore, Path trustStore) {
        SSLContext serverContext() {
            try (InputStream in = Files.newInputStream(keyStore)) {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(in, PASSWORD.toCharArray());
                KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                managers.init(keys, PASSWORD.toCharArray());
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(managers.getKeyManagers(), null, null);
                return context;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** One for 127.0.0.1, and no other name of this host. */
    Certificate valid(String name) {
        return make(name, "-validity", "30");
    }

    Certificate expired(String name) {
        return make(name, "-startdate", "-10d", "-validity", "3");
    }

    /** The authority is valid: Java does not look at the dates of a certificate that is trusted itself. */
    private Certificate make(String name, String... validity) {
        Path authority = directory.resolve(name + "-authority.p12");
        Path keyStore = directory.resolve(name + ".p12");
        Path trustStore = directory.resolve(name + "-trust.p12");
        String root = file(name + "-root.pem");
        String request = file(name + ".csr");
        String signed = file(name + ".pem");
        keytool(
                authority,
                "-genkeypair",
                "-alias",
                "root",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name + " root",
                "-ext",
                "bc:c");
        keytool(authority, "-exportcert", "-rfc", "-alias", "root", "-file", root);
        keytool(keyStore, "-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name);
        keytool(keyStore, "-certreq", "-alias", name, "-file", request);
        List<String> sign = new ArrayList<>(List.of(
                "-gencert",
                "-rfc",
                "-alias",
                "root",
                "-infile",
                request,
                "-outfile",
                signed,
                "-ext",
                "san=ip:127.0.0.1"));
        sign.addAll(Arrays.asList(validity));
        keytool(authority, sign.toArray(String[]::new));
        keytool(keyStore, "-importcert", "-noprompt", "-alias", "root", "-file", root);
        keytool(keyStore, "-importcert", "-noprompt", "-alias", name, "-file", signed);
        keytool(trustStore, "-importcert", "-noprompt", "-alias", "root", "-file", root);
        return new Certificate(keyStore, trustStore);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private static void keytool(Path store, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
