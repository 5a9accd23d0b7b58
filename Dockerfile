# The two commands of the README, in an image: docker build -t moda-bench . && docker run --rm moda-bench
FROM maven:3-eclipse-temurin-25 AS build
WORKDIR /src
COPY . .
RUN mvn -q -DskipTests package

FROM eclipse-temurin:25
COPY --from=build /src/bench/target/moda-bench.jar /opt/moda-bench.jar
WORKDIR /data
ENTRYPOINT ["java", "--add-modules=jdk.incubator.vector", "--sun-misc-unsafe-memory-access=allow", "-XX:+UseParallelGC", "-jar", "/opt/moda-bench.jar"]
