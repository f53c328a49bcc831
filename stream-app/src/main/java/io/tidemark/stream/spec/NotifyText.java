package io.tidemark.stream.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Routes of notifications as {@link NotifyYaml} reads them, with all settings that have a value. */
final class NotifyText {
    private NotifyText() {}

    static List<Map<String, Object>> of(List<NotifyRoute> routes) {
        return routes.stream().map(NotifyText::of).toList();
    }

    private static Map<String, Object> of(NotifyRoute route) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("channel", route.channel());
        map.put("severity", NotifyYaml.key(route.severity()));
        putIfAny(map, "kinds", route.kinds().stream().map(NotifyYaml::key).toList());
        putIfAny(map, "states", route.states().stream().map(NotifyYaml::key).toList());
        putIfAny(map, "segments", route.segments());
        putIfAny(map, "features", route.features());
        return map;
    }

    private static void putIfAny(Map<String, Object> map, String key, List<String> values) {
        if (!values.isEmpty()) {
            map.put(key, values);
        }
    }
}
