package dev.likeness.api.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `src/main/web/api.js` as the contract defines it: a function for each operation of `/v1`.
final class ApiModule {
    private static final String HEAD = """
            // Made from openapi.yaml by ApiModuleTest: a function for each operation of the API. Do not edit; change the
            // contract, then run `mvn test -Dtest=ApiModuleTest -Dweb.api=write`.
            //
            // The first argument holds the parameters of the path and the query by name. Functions with a body take it as
            // the second. The last argument may have `signal` and `headers`. Failures are thrown as ApiError.

            import {call, part, url} from './app/http.js';
            """;
    private static final int MAX_LINE = 118;

    private ApiModule() {}

    static String text() throws IOException {
        JsonNode contract;
        try (InputStream in = Objects.requireNonNull(
                ApiModule.class.getResourceAsStream("/dev/likeness/api/v1/openapi.yaml"), "the contract")) {
            contract = YAMLMapper.shared().readTree(in);
        }
        StringBuilder module = new StringBuilder(HEAD);
        for (Map.Entry<String, JsonNode> path : contract.get("paths").properties()) {
            if (path.getKey().startsWith("/v1/galleries") || path.getKey().startsWith("/v1/")) {
                for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                    module.append('\n')
                            .append(function(contract, path.getKey(), operation.getKey(), operation.getValue()));
                }
            }
        }
        return module.toString();
    }

    private static String function(JsonNode contract, String path, String method, JsonNode operation) {
        String name = operation.get("operationId").asString();
        List<String> inPath = new ArrayList<>();
        List<String> inQuery = new ArrayList<>();
        for (JsonNode declared : operation.path("parameters")) {
            JsonNode parameter = declared.has("$ref")
                    ? contract.at(declared.get("$ref").asString().substring(1))
                    : declared;
            switch (parameter.get("in").asString()) {
                case "path" -> inPath.add(parameter.get("name").asString());
                case "query" -> inQuery.add(parameter.get("name").asString());
                default -> {
                    // Headers are given as the option `headers`.
                }
            }
        }
        String address = "`" + path.substring(1).replaceAll("\\{(\\w+)}", "\\${part($1)}") + "`";
        String parameters = parameters(inPath, inQuery);
        StringBuilder text = new StringBuilder(comment(operation, inQuery));
        boolean isJson = !operation.at("/responses/200/content").propertyNames().stream()
                .allMatch(type -> !type.contains("json"));
        boolean hasOtherContent = operation.at("/responses/200/content").propertyNames().stream()
                .anyMatch(type -> !type.contains("json"));
        if (method.equals("get") && hasOtherContent) {
            text.append("export const %sUrl = (%s) => url(%s%s);\n"
                    .formatted(name, parameters, address, inQuery.isEmpty() ? "" : ", query"));
            if (!isJson) {
                return text.toString();
            }
        }
        boolean hasBody = operation.has("requestBody");
        text.append("export const %s = (%s%soptions) => call('%s', %s, {%s%s...options});\n"
                .formatted(
                        name,
                        parameters.isEmpty() ? "" : parameters + ", ",
                        hasBody ? "body, " : "",
                        method.toUpperCase(java.util.Locale.ROOT),
                        address,
                        inQuery.isEmpty() ? "" : "query, ",
                        hasBody ? "body, " : ""));
        return text.toString();
    }

    private static String parameters(List<String> inPath, List<String> inQuery) {
        List<String> all = new ArrayList<>(inPath);
        if (!inQuery.isEmpty()) {
            all.add("...query");
        }
        return all.isEmpty() ? "" : "{" + String.join(", ", all) + "}" + (inPath.isEmpty() ? " = {}" : "");
    }

    private static String comment(JsonNode operation, List<String> inQuery) {
        String words = operation.get("summary").asString() + ". "
                + operation
                        .path("description")
                        .asString("")
                        .replaceAll("\\s+", " ")
                        .strip();
        if (!inQuery.isEmpty()) {
            words +=
                    " Query: " + inQuery.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")) + ".";
        }
        StringBuilder text = new StringBuilder("/**\n");
        StringBuilder line = new StringBuilder(" *");
        for (String word : words.split(" ", -1)) {
            if (line.length() + 1 + word.length() > MAX_LINE) {
                text.append(line).append('\n');
                line = new StringBuilder(" *");
            }
            line.append(' ').append(word);
        }
        return text.append(line).append("\n */\n").toString();
    }
}
