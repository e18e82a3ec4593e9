using GanFromScratch.Gan.Data.Series;
using GanFromScratch.Gan.Data.Tables;

namespace GanFromScratch.Gan.Output;

/// <summary>
/// Stick figures that walk to the right, from the joint angles of <see cref="MadeSeries"/>: an angle from straight down, a knee bent
/// backwards and an elbow bent forwards. The lower foot stands on the ground; the right limbs are pale.
/// </summary>
internal static class WalkPicture
{
    private const int PanelWidth = 96, PanelHeight = 132, Ground = 124, Pen = 3;

    private const double Thigh = 29, Shank = 29, Torso = 36, UpperArm = 20, Forearm = 19, Head = 7, Neck = 3;

    private static readonly byte[] Floor = [190, 190, 190];

    private static readonly (byte[] Near, byte[] Far)[] Colours =
        [([70, 70, 70], [185, 185, 185]), ([213, 94, 0], [240, 190, 150])];

    /// <summary>Whether there are all angles that a figure needs.</summary>
    public static bool CanDraw(DataColumns columns) => MadeSeries.Columns.All(name => columns.All.Any(column => column.Name == name));

    /// <summary>An animation frame for each row: real figures in the upper row, gray, generated ones beneath, orange.</summary>
    /// <param name="real">Rows of some series, one series after the other.</param>
    /// <param name="made">Rows of as many.</param>
    /// <param name="length">Rows of a series.</param>
    public static IReadOnlyList<Bitmap> Draw(DataTable real, DataTable made, int length)
    {
        int count = made.Count / length;
        return [.. Enumerable.Range(0, length).Select(Frame)];

        Bitmap Frame(int t)
        {
            Bitmap picture = Drawing.Sheet(count * PanelWidth, 2 * PanelHeight);
            for (int i = 0; i < count; i++)
            {
                Figure(picture, real, (i * length) + t, i * PanelWidth, 0, Colours[0]);
                Figure(picture, made, (i * length) + t, i * PanelWidth, PanelHeight, Colours[1]);
            }

            return picture;
        }
    }

    private static void Figure(Bitmap picture, DataTable rows, int row, int left, int top, (byte[] Near, byte[] Far) colours)
    {
        double[] angles = [.. MadeSeries.Columns.Select(name => Angle(rows, name, row))];
        double x = left + (PanelWidth / 2.0);
        double hip = top + Ground - Math.Max(Reach(0), Reach(1));
        Drawing.Line(picture, (left, top + Ground + 3), (left + PanelWidth, top + Ground + 3), 1, Floor);
        (double X, double Y) neck = (x, hip - Torso);
        for (int side = 1; side >= 0; side--)
        {
            byte[] colour = side == 0 ? colours.Near : colours.Far;
            Limb((x, hip), Thigh, angles[side], Shank, angles[side] - angles[2 + side], colour);
            Limb(neck, UpperArm, angles[4 + side], Forearm, angles[4 + side] + angles[6 + side], colour);
            if (side == 1)
                Drawing.Line(picture, (x, hip), neck, Pen, colours.Near);
        }

        Drawing.Disc(picture, x, neck.Y - Head - Neck, Head, colours.Near);

        double Reach(int side) => (Thigh * Math.Cos(angles[side])) + (Shank * Math.Cos(angles[side] - angles[2 + side]));

        void Limb((double X, double Y) from, double upper, double first, double lower, double second, byte[] colour)
        {
            (double X, double Y) joint = (from.X + (upper * Math.Sin(first)), from.Y + (upper * Math.Cos(first)));
            Drawing.Line(picture, from, joint, Pen, colour);
            Drawing.Line(picture, joint, (joint.X + (lower * Math.Sin(second)), joint.Y + (lower * Math.Cos(second))), Pen, colour);
        }
    }

    /// <summary>In radians.</summary>
    private static double Angle(DataTable rows, string name, int row)
    {
        int column = rows.Columns.All.Select(c => c.Name).ToList().IndexOf(name);
        return rows.Values[column][row] * Math.PI / 180;
    }
}
