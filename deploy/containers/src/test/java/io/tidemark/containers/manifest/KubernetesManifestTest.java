package io.tidemark.containers.manifest;

import static io.tidemark.containers.manifest.DeployFiles.at;
import static io.tidemark.containers.manifest.DeployFiles.listAt;
import static io.tidemark.containers.manifest.DeployFiles.mapAt;
import static io.tidemark.containers.manifest.DeployFiles.textAt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidemark.retrain.worker.WorkerConfig;
import io.tidemark.stream.config.ConfigSources;
import io.tidemark.stream.config.MonitorConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KubernetesManifestTest {
    private static final String FOLDER = "kubernetes";
    private static final String KUSTOMIZATION = FOLDER + "/kustomization.yaml";

    private static List<Map<String, Object>> resources() throws IOException {
        List<Map<String, Object>> resources = new ArrayList<>();
        for (String file : DeployFiles.yamlFiles(FOLDER)) {
            if (!file.equals(KUSTOMIZATION)) {
                resources.addAll(DeployFiles.documents(file));
            }
        }
        return resources;
    }

    private static Stream<Map<String, Object>> ofKind(String... kinds) throws IOException {
        return resources().stream().filter(resource -> Set.of(kinds).contains(textAt(resource, "kind")));
    }

    /** Everything that makes pods. */
    static Stream<Map<String, Object>> workloads() throws IOException {
        return ofKind("StatefulSet", "Deployment", "Job");
    }

    private static Map<String, Object> monitor() throws IOException {
        return ofKind("StatefulSet").findFirst().orElseThrow();
    }

    private static Map<String, Object> worker() throws IOException {
        return ofKind("Deployment").findFirst().orElseThrow();
    }

    private static Map<String, Object> podOf(Map<String, Object> workload) {
        return mapAt(workload, "spec", "template", "spec");
    }

    private static Map<String, Object> containerOf(Map<String, Object> workload) {
        List<Map<String, Object>> containers = listAt(podOf(workload), "containers");
        assertThat(containers).hasSize(1);
        return containers.getFirst();
    }

    private static Map<String, Object> labelsOf(Map<String, Object> workload) {
        return mapAt(workload, "spec", "template", "metadata", "labels");
    }

    @Test
    void shouldFitTheSchemaOfKubernetes() throws IOException {
        assertThat(resources()).hasSizeGreaterThan(8).allSatisfy(KubernetesSchema::check);
    }

    @Test
    void shouldRefuseWhatKubernetesWouldNotUnderstand() throws IOException {
        Map<String, Object> unknown = new TreeMap<>(monitor());
        Map<String, Object> spec = new TreeMap<>(mapAt(unknown, "spec"));
        spec.put("replica", 3);
        unknown.put("spec", spec);
        assertThatThrownBy(() -> KubernetesSchema.check(unknown)).hasMessageContaining("replica");

        spec.remove("replica");
        spec.remove("selector");
        assertThatThrownBy(() -> KubernetesSchema.check(unknown)).hasMessageContaining("selector");

        assertThatThrownBy(() -> KubernetesSchema.check(Map.of("apiVersion", "apps/v1", "kind", "StatefulSets")))
                .hasMessageContaining("StatefulSets");
    }

    @Test
    void shouldNameEveryFileInTheKustomization() throws IOException {
        Set<String> files = DeployFiles.yamlFiles(FOLDER).stream()
                .filter(file -> !file.equals(KUSTOMIZATION))
                .map(file -> file.substring(FOLDER.length() + 1))
                .collect(Collectors.toSet());
        assertThat(at(DeployFiles.documents(KUSTOMIZATION).getFirst(), "resources"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .containsExactlyInAnyOrderElementsOf(files);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void shouldRunWithoutAnyPrivilege(Map<String, Object> workload) {
        Map<String, Object> pod = podOf(workload);
        assertThat(mapAt(pod, "securityContext"))
                .containsEntry("runAsNonRoot", true)
                .containsEntry("runAsUser", 10001)
                .containsEntry("seccompProfile", Map.of("type", "RuntimeDefault"));
        assertThat(mapAt(containerOf(workload), "securityContext"))
                .containsEntry("allowPrivilegeEscalation", false)
                .containsEntry("readOnlyRootFilesystem", true)
                .containsEntry("capabilities", Map.of("drop", List.of("ALL")))
                .doesNotContainKey("privileged");
        assertThat(pod)
                .containsEntry("serviceAccountName", "tidemark")
                .containsEntry("automountServiceAccountToken", false)
                .doesNotContainKeys("hostNetwork", "hostPID", "hostIPC");
    }

    /** Else TIDEMARK_DASHBOARD_SERVICE_HOST would be an unknown setting, which ends the start. */
    @ParameterizedTest
    @MethodSource("workloads")
    void shouldNotBeToldOfServicesInTheEnvironment(Map<String, Object> workload) {
        assertThat(podOf(workload)).containsEntry("enableServiceLinks", false);
    }

    @ParameterizedTest
    @MethodSource("workloads")
    void shouldHaveAPlaceToWriteAndAMemoryLimitThatIsReserved(Map<String, Object> workload) {
        Map<String, Object> container = containerOf(workload);
        assertThat(listAt(container, "volumeMounts")).extracting("mountPath").contains("/tmp");
        // In memory it would count as the container's, beside Java's heap.
        assertThat(mapAt(podOf(workload), "volumes", "0", "emptyDir"))
                .containsKey("sizeLimit")
                .doesNotContainKey("medium");
        assertThat(mapAt(container, "resources", "limits"))
                .containsEntry(
                        "memory",
                        Objects.requireNonNull(
                                mapAt(container, "resources", "requests").get("memory")));
    }

    @Test
    void shouldNotKillAMonitorThatRestoresOrCloses() throws IOException {
        Map<String, Object> container = containerOf(monitor());
        int startSeconds = (int) at(container, "startupProbe", "periodSeconds")
                * (int) at(container, "startupProbe", "failureThreshold");
        assertThat(startSeconds).isGreaterThanOrEqualTo(1_800);
        assertThat(textAt(container, "startupProbe", "httpGet", "path")).isEqualTo("/health/started");
        assertThat(textAt(container, "livenessProbe", "httpGet", "path")).isEqualTo("/health/live");
        assertThat(textAt(container, "readinessProbe", "httpGet", "path")).isEqualTo("/health/ready");
        // MonitorApp closes within 30 s.
        assertThat((int) at(podOf(monitor()), "terminationGracePeriodSeconds")).isGreaterThan(30);
    }

    @Test
    void shouldKeepTheStateOfAMonitorOnAVolume() throws IOException {
        Map<String, Object> claim =
                listAt(monitor(), "spec", "volumeClaimTemplates").getFirst();
        assertThat(listAt(containerOf(monitor()), "volumeMounts"))
                .anySatisfy(mount -> assertThat(mount)
                        .containsEntry("name", at(claim, "metadata", "name"))
                        .containsEntry("mountPath", "/var/lib/tidemark"));
    }

    /** Services, budgets and policies that select nothing are taken by Kubernetes without a word. */
    @Test
    void shouldSelectPodsThatThereAre() throws IOException {
        List<Map<String, Object>> pods =
                workloads().map(KubernetesManifestTest::labelsOf).toList();
        List<Map<String, Object>> selectors = Stream.of(
                        ofKind("Service").map(service -> mapAt(service, "spec", "selector")),
                        ofKind("PodDisruptionBudget", "StatefulSet", "Deployment")
                                .map(other -> mapAt(other, "spec", "selector", "matchLabels")),
                        ofKind("NetworkPolicy").map(policy -> mapAt(policy, "spec", "podSelector", "matchLabels")))
                .flatMap(some -> some)
                .toList();
        assertThat(selectors)
                .hasSizeGreaterThanOrEqualTo(8)
                .allSatisfy(selector -> assertThat(pods)
                        .as("pods with %s", selector)
                        .anyMatch(labels -> labels.entrySet().containsAll(selector.entrySet())));
    }

    @Test
    void shouldGovernTheMonitorsByAHeadlessService() throws IOException {
        assertThat(ofKind("Service")).anySatisfy(service -> {
            assertThat(textAt(service, "metadata", "name")).isEqualTo(textAt(monitor(), "spec", "serviceName"));
            assertThat(textAt(service, "spec", "clusterIP")).isEqualTo("None");
        });
    }

    @Test
    void shouldBreakUpOneMonitorAtATime() throws IOException {
        assertThat(ofKind("PodDisruptionBudget"))
                .hasSize(2)
                .allSatisfy(budget ->
                        assertThat(at(budget, "spec", "maxUnavailable")).isEqualTo(1));
        assertThat(textAt(monitor(), "spec", "updateStrategy", "type")).isEqualTo("RollingUpdate");
    }

    /** What the ConfigMaps say that a container names, the later ones over the earlier ones. */
    private static Map<String, String> environmentOf(Map<String, Object> workload) throws IOException {
        Map<String, Map<String, Object>> configMaps = ofKind("ConfigMap")
                .collect(Collectors.toMap(map -> textAt(map, "metadata", "name"), map -> mapAt(map, "data")));
        Map<String, String> environment = new TreeMap<>();
        for (Map<String, Object> source : listAt(containerOf(workload), "envFrom")) {
            if (source.containsKey("configMapRef")) {
                configMaps
                        .getOrDefault(textAt(source, "configMapRef", "name"), Map.of())
                        .forEach((name, value) -> environment.put(name, String.valueOf(value)));
            }
        }
        return environment;
    }

    /** A setting that nobody knows would end the start of every pod. */
    @Test
    void shouldNameSettingsThatTheMonitorKnows() throws IOException {
        MonitorConfig config = new MonitorConfig(ConfigSources.merge(Map.of(), environmentOf(monitor()), Map.of()));
        assertThat(config.http().listen().orElseThrow().port())
                .isEqualTo(at(containerOf(monitor()), "ports", "0", "containerPort"));
    }

    @Test
    void shouldNameSettingsThatTheWorkerKnows() throws IOException {
        WorkerConfig config = new WorkerConfig(ConfigSources.merge(Map.of(), environmentOf(worker()), Map.of()));
        assertThat(config.http().listen().orElseThrow().port())
                .isEqualTo(at(containerOf(worker()), "ports", "0", "containerPort"));
    }

    /** A job that is under way would be begun anew. */
    @Test
    void shouldNotKillAWorkerWhoseClusterIsAway() throws IOException {
        Map<String, Object> container = containerOf(worker());
        assertThat(textAt(container, "startupProbe", "httpGet", "path")).isEqualTo("/health/started");
        assertThat(textAt(container, "livenessProbe", "httpGet", "path")).isEqualTo("/health/live");
        assertThat(textAt(container, "readinessProbe", "httpGet", "path")).isEqualTo("/health/ready");
        // RetrainWorker closes within 30 s.
        assertThat((int) at(podOf(worker()), "terminationGracePeriodSeconds")).isGreaterThan(30);
    }

    /** What a container takes from a ConfigMap, a Secret or a volume is there, or known to be the operator's. */
    @ParameterizedTest
    @MethodSource("workloads")
    void shouldFindTheConfigurationThatItNames(Map<String, Object> workload) throws IOException {
        Set<String> configMaps =
                ofKind("ConfigMap").map(map -> textAt(map, "metadata", "name")).collect(Collectors.toSet());
        for (Map<String, Object> source : listAt(containerOf(workload), "envFrom")) {
            if (source.containsKey("configMapRef")) {
                assertThat(configMaps).contains(textAt(source, "configMapRef", "name"));
            } else {
                assertThat(mapAt(source, "secretRef"))
                        .containsEntry("name", "tidemark-credentials")
                        .containsEntry("optional", true);
            }
        }
        Set<Object> volumes = Stream.concat(
                        listAt(podOf(workload), "volumes").stream().map(volume -> at(volume, "name")),
                        listAt(workload, "spec", "volumeClaimTemplates").stream()
                                .map(claim -> at(claim, "metadata", "name")))
                .collect(Collectors.toSet());
        assertThat(listAt(containerOf(workload), "volumeMounts"))
                .extracting(mount -> at(mount, "name"))
                .isSubsetOf(volumes);
    }
}
