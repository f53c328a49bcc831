package io.tidemark.standalone.doctor;

import io.tidemark.stream.view.GroupLags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The consumer groups of the parts: whether somebody is at work, and how far behind. */
final class GroupChecks {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Admin admin;

    GroupChecks(Admin admin) {
        this.admin = admin;
    }

    /** @param groups the part of each group */
    List<Finding> findings(Map<String, String> groups)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<Finding> findings = new ArrayList<>();
        var described = admin.describeConsumerGroups(groups.values()).describedGroups();
        for (Map.Entry<String, String> part : groups.entrySet()) {
            String group = part.getValue();
            try {
                findings.add(finding(
                        part.getKey(),
                        Objects.requireNonNull(described.get(group)).get()));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                    throw e;
                }
                findings.add(notRunning(part.getKey(), group, "there is no such group"));
            }
        }
        return findings;
    }

    private static Finding notRunning(String part, String group, String found) {
        return Finding.warn("group " + group, found + ": no " + part + " is running", "start one, if one should run");
    }

    private Finding finding(String part, ConsumerGroupDescription group)
            throws ExecutionException, InterruptedException, TimeoutException {
        long lag = lagOf(group.groupId());
        if (group.members().isEmpty()) {
            return notRunning(part, group.groupId(), group.groupState() + ", %,d records behind".formatted(lag));
        }
        String found = "%s, %d members, %,d records behind"
                .formatted(group.groupState(), group.members().size(), lag);
        return group.groupState() == GroupState.STABLE
                ? Finding.ok("group " + group.groupId(), found)
                : Finding.warn(
                        "group " + group.groupId(),
                        found,
                        "look again in a minute; members that come and go say why in their logs");
    }

    private long lagOf(String group) throws ExecutionException, InterruptedException, TimeoutException {
        return GroupLags.of(admin, List.of(group), (_, _) -> true, PATIENCE).stream()
                .mapToLong(GroupLags.Lag::records)
                .sum();
    }
}
