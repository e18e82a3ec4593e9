using System.Text.Json;
using System.Text.Json.Serialization;
using GanFromScratch.Gan.Data.Images;
using GanFromScratch.Gan.Models;

namespace GanFromScratch.Gan.Training;

/// <summary>Source-generated serialisation of <see cref="TrainingOptions"/>: no reflection at start-up, and safe to trim.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(NameJson<UpdateOrder>), typeof(NameJson<Normalization>), typeof(NameJson<MinibatchFeatures>),
        typeof(NameJson<StudentBeginning>), typeof(NameJson<Fit>), typeof(NameJson<Transposing>),
    ],
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(TrainingOptions))]
internal sealed partial class TrainingOptionsJson : JsonSerializerContext;

/// <summary>Enumerations are written in small letters, as on the command line, and never read from numbers.</summary>
internal sealed class NameJson<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
