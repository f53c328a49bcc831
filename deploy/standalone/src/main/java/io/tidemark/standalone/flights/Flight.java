package io.tidemark.standalone.flights;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * One flight, with what was known when it left and what became of it.
 *
 * @param number counts the flights of the data from 1, in order of departure
 * @param time departure; the source's local time taken as UTC
 * @param hour of the departure, 0 to 23
 * @param dayOfWeek Monday = 1
 * @param distance in miles
 * @param origin IATA code of the airport it left
 * @param destination IATA code of the airport it went to
 * @param originFlights flights that left the origin 30 to 240 minutes earlier
 * @param originDelay their mean delay in minutes; empty where there was none
 * @param networkDelay mean delay in minutes of all flights that left 60 to 180 minutes earlier; empty where there was none
 * @param delay of this flight in minutes, negative if early; the outcome
 * @param late whether the delay was more than 15 minutes; the label
 */
public record Flight(
        int number,
        Instant time,
        int hour,
        int dayOfWeek,
        int distance,
        String origin,
        String destination,
        int originFlights,
        OptionalDouble originDelay,
        OptionalDouble networkDelay,
        int delay,
        boolean late) {

    Flight withOrigin(String newOrigin) {
        return new Flight(
                number,
                time,
                hour,
                dayOfWeek,
                distance,
                newOrigin,
                destination,
                originFlights,
                originDelay,
                networkDelay,
                delay,
                late);
    }

    Flight withOriginDelay(OptionalDouble newOriginDelay) {
        return new Flight(
                number,
                time,
                hour,
                dayOfWeek,
                distance,
                origin,
                destination,
                originFlights,
                newOriginDelay,
                networkDelay,
                delay,
                late);
    }
}
