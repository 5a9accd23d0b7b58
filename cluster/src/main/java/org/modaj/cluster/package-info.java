/**
 * Work on the machines of a cluster. The interfaces know no cluster engine; {@link
 * org.modaj.cluster.SparkCluster} is Apache Spark, whose jars the machines of the cluster have.
 */
@NullMarked
package org.modaj.cluster;

import org.jspecify.annotations.NullMarked;
