/**
 * Runs the operators of this library against stored reference numbers.
 *
 * <p>A folder of golden cases is a {@code manifest.json} with safetensors files beside it; the
 * rules of the format are in {@code bench/src/test/resources/golden/README.md}. {@link
 * org.modaj.bench.conformance.ConformanceRun} runs all cases of a folder. A {@link
 * org.modaj.bench.conformance.CaseRunner} computes one kind of case with the library; the harness
 * compares everything it was given and fails a case for anything it was not given.
 */
package org.modaj.bench.conformance;
