package io.tidemark.stream.notify;

/** One channel of the operator's file. */
public record ChannelSettings(String name, Target target, Pacing pacing) {
    /** Its type as the file has it. */
    public String type() {
        return switch (target) {
            case Target.Webhook _ -> ChannelsYaml.WEBHOOK;
            case Target.CloudEvents _ -> ChannelsYaml.CLOUD_EVENTS;
            case Target.Slack _ -> ChannelsYaml.SLACK;
            case Target.PagerDuty _ -> ChannelsYaml.PAGER_DUTY;
            case Target.Email _ -> ChannelsYaml.EMAIL;
        };
    }

    /** An incident has a beginning and an end of its own, so a message must not be of several episodes. */
    Grouping grouping() {
        return target instanceof Target.PagerDuty ? Grouping.BY_EPISODE : Grouping.BY_WINDOW;
    }
}
