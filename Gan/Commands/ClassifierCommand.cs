using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using GanFromScratch.Engine;
using GanFromScratch.Engine.Devices;
using GanFromScratch.Gan.Data;
using GanFromScratch.Gan.Output;
using GanFromScratch.Gan.Scores.Classifier;
using GanFromScratch.Gan.Training;

namespace GanFromScratch.Gan.Commands;

/// <summary><c>classifier</c>: trains the classifier behind <c>score</c>, or measures its accuracy.</summary>
internal static class ClassifierCommand
{
    private const int MostEpochs = 1000;
    private const ulong TrainingSeed = 1;

    private static readonly Option<string> Data = new("--data")
    {
        Description = "mnist or fashion-mnist",
        HelpName = "NAME",
        DefaultValueFactory = _ => "mnist",
    };
    private static readonly Option<string> Epochs = new("--epochs")
    {
        Description = "Passes over the training images",
        HelpName = "N",
        DefaultValueFactory = _ => "8",
    };
    private static readonly Option<string> Out = new("--out")
    {
        Description = "Where the weights go [default: DATA-classifier.safetensors]",
        HelpName = "FILE",
    };
    private static readonly Option<string> Weights = new("--weights")
    {
        Description = "Weights to test [default: those that come with the program]",
        HelpName = "FILE",
    };
    private static readonly DeviceChoice On = new("auto");

    public static Command Create()
    {
        var train = new Command("train", "Train it, in a few minutes on two cores.")
        {
            Data, Epochs, Out, On.Device, On.Compiler, On.Threads
        };
        train.SetAction(Train);
        var test = new Command("test", "Measure its accuracy on the 10,000 test images.")
        {
            Data, Weights, On.Device, On.Compiler, On.Threads
        };
        test.SetAction(Test);
        return new Command("classifier", "Train or test the classifier that 'score' uses, a small convolutional network.") { train, test };
    }

    private static int Train(ParseResult parsed)
    {
        string data = ClassifierFile.Check(parsed.GetValue(Data)!);
        int epochs = OptionValue.Count(Epochs, parsed.GetValue(Epochs)!, MostEpochs);
        string path = OutputPath.Of(parsed, Out)[0] ?? $"{data}-classifier.safetensors";

        ImageSet images = Labelled(data, DatasetPart.Train), keptBack = Labelled(data, DatasetPart.Test);
        using Device device = On.Open(parsed);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        using var classifier = new ImageClassifier(device, TrainingSeed);
        using (var training = new ClassifierTraining(classifier, images, ClassifierTraining.StepsOf(epochs, images), TrainingSeed))
        {
            for (int epoch = 0; epoch < epochs; epoch++)
            {
                long begin = Stopwatch.GetTimestamp();
                float loss = training.Epoch();
                double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
                Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"epoch {epoch + 1,2} of {epochs}  loss {loss:0.0000}  {Percent(Accuracy(classifier, keptBack))} of "
                    + $"{keptBack.Count:N0} kept back  {seconds:0.0} s"));
            }
        }

        ClassifierFile.Save(path, classifier, data, epochs, TrainingSeed, Accuracy(classifier, keptBack));
        Console.WriteLine($"weights: {path}");
        return 0;
    }

    private static int Test(ParseResult parsed)
    {
        string data = ClassifierFile.Check(parsed.GetValue(Data)!);
        ImageSet keptBack = Labelled(data, DatasetPart.Test);
        string path = parsed.GetValue(Weights) is string given ? OptionValue.Text(Weights, given) : ClassifierFile.PathFor(data);
        using Device device = On.Open(parsed);
        using var notes = new DeviceNotes(device, ErrorLine.Write);
        using ImageClassifier classifier = ClassifierFile.Load(path, device);
        double accuracy = Accuracy(classifier, keptBack);
        Console.WriteLine(
            $"{Percent(accuracy)} of {keptBack.Count:N0} images of {data} kept back ({Math.Round((1 - accuracy) * keptBack.Count):N0} "
            + $"wrong)");
        return 0;
    }

    private static double Accuracy(ImageClassifier classifier, ImageSet images)
    {
        int[] verdicts = classifier.Judge(images.Pixels).Verdicts();
        return verdicts.Where((verdict, i) => verdict == images.Labels![i]).Count() / (double)images.Count;
    }

    private static ImageSet Labelled(string data, DatasetPart part)
    {
        ImageSet images = DatasetCatalog.Default.Load(data, part, _ => ImageClassifier.Format);
        return images.Labels != null
            ? images
            : throw new InputException(
                $"The data set {data} lies here without its labels, which a classifier needs; add the files *-labels-idx1-ubyte to its "
                + $"folder.");
    }

    private static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture) + " %";
}
