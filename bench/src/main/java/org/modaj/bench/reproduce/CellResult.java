package org.modaj.bench.reproduce;

import java.util.Map;

/**
 * What a cell found out, as JSON values.
 *
 * @param result what depends on settings, data and seed only
 * @param times what depends on the machine, and differs from run to run
 */
public record CellResult(Map<String, Object> result, Map<String, Object> times) {}
